"""Documents are cut by their structure first (articles, headings, tables), then by paragraphs and sentences."""
