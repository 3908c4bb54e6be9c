#!/usr/bin/env bash
# The main job on the sample corpus: read it in, then ask one question of each kind.
# Called by `make demo`, which sets RUN, SAMPLES and VINAGRAPH_DATA_DIR.
set -euo pipefail

vinagraph() { $RUN vinagraph "$@"; }

vinagraph ingest "$SAMPLES"

questions=(
  "Nguyễn Du sinh năm nào?"
  "Bộ trưởng đầu tiên của Bộ Tài chính quê ở tỉnh nào?"
  "Theo khoản 1 Điều 3 Nghị định 74/2024/NĐ-CP, mức lương tối thiểu tháng ở vùng I là bao nhiêu?"
  "thu do cua viet nam la thanh pho nao"
  "Giá vé máy bay từ Hà Nội đi Tokyo là bao nhiêu?"
)
for question in "${questions[@]}"; do
  printf '\n──── %s\n' "$question"
  # 3 says that the documents do not answer: expected of the last question
  vinagraph ask "$question" || [ $? -eq 3 ]
done
