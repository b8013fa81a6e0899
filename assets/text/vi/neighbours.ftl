# Ranh giới lân cận: chỉ vẽ quanh địa bàn, không tính vào kết quả

import-kind-neighbours = Ranh giới lân cận
import-boundary-use = Dùng làm
import-boundary-zones = Khu vực cần đánh giá
import-boundary-drawn = Ranh giới lân cận (chỉ để vẽ)
import-draw-others = Một tệp là địa bàn, các tệp khác chỉ để vẽ
import-only-one = Chỉ dùng một tệp
inspect-neighbours-use = Chỉ vẽ đường ranh và tên quanh địa bàn cho dễ nhìn, không tính vào kết quả. Phần trùng với địa bàn không vẽ lại.
inspect-format-neighbours = Ranh giới lân cận: { $n } đơn vị

count-neighbours = { $n } đơn vị
cli-said-neighbours = { $file }: ranh giới lân cận ({ $n } đơn vị), chỉ để vẽ, không tính vào kết quả.
cli-help-neighbours = Tệp ranh giới các đơn vị lân cận, chỉ vẽ quanh địa bàn; dùng được nhiều lần
project-context-neighbours = đơn vị lân cận
lost-table-neighbours = Một phần ranh giới lân cận (chỉ để vẽ) không đọc được. Hãy nạp lại tệp của chúng.

context-neighbours = Ranh giới lân cận
context-neighbours-note = ranh giới đơn vị xung quanh
hover-neighbour = { $name } (lân cận, chỉ để vẽ)
