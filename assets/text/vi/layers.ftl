# Tệp không phải phiếu đo: bảng tổng hợp, ô bản đồ, nhật ký sóng, trạm phát sóng; bảng mỗi chiều đo một dòng

inspect-meaning-implausible = dấu hiệu kết quả bất thường do nguồn số liệu ghi

note-long-table = Bảng ghi mỗi chiều đo trên một dòng (cột “{ $column }”): đã ghép { $rows } dòng thành { $tests } lần đo; { $alone } dòng không có dòng cùng lần đo nên chỉ có một chiều; { $others } dòng không ghi chiều đo đã được bỏ qua.

inspect-format-signal = Nhật ký cường độ sóng: { $n } điểm ghi
inspect-signal-use = Dùng làm lớp tham khảo cho biết nơi nào sóng yếu, không phải kết quả đo tốc độ nên không dùng làm bằng chứng.
inspect-format-towers = Danh sách trạm phát sóng: { $n } trạm
inspect-towers-use = Dùng làm lớp tham khảo cho biết vị trí ước tính của trạm, không dùng làm bằng chứng.
context-cut = Tệp quá dài: chỉ đọc { $n } dòng đầu.

cli-said-tiles = { $file }: bảng ô bản đồ ({ $n } ô), chỉ dùng làm lớp tham khảo, không tính vào kết quả.
cli-said-signal = { $file }: nhật ký cường độ sóng ({ $n } điểm), chỉ dùng làm lớp tham khảo, không tính vào kết quả.
cli-said-towers = { $file }: danh sách trạm phát sóng ({ $n } trạm), chỉ dùng làm lớp tham khảo, không tính vào kết quả.
cli-said-quota = { $file }: bảng chỉ tiêu mẫu của { $n } địa phương, { $reached } nơi đã đủ 300 mẫu; không tính vào kết quả.
cli-said-quota-unmatched = { $n } tên không khớp với khu vực nào (hoặc khớp với nhiều khu vực): { $names }

left-context = Lớp tham khảo
left-context-what = Không dùng làm bằng chứng.
context-tiles = Ô bản đồ
context-signal = Cường độ sóng
context-towers = Trạm phát sóng
context-remove = Bỏ lớp { $file }
context-far = Lớp này nằm ngoài khu vực có mẫu đo.
context-weights = { $tests } lần đo · { $devices } máy
context-tiles-unit = Tốc độ tải xuống trung bình, Mbps
context-signal-unit = dBm (4G, 5G)
context-other-operators = nhà mạng khác ({ $n })
context-other-rows = { $n } dòng không có vị trí hoặc giá trị đọc được, đã bỏ qua.
step-at-least = từ { $low } trở lên
step-between = { $low } đến { $high }
step-below = dưới { $high }

hover-tile = Ô bản đồ: tải xuống trung bình { $download } Mbps · { $tests } lần đo · { $devices } máy
hover-signal = Sóng { $operator } { $technology }: { $level } dBm
hover-tower = Trạm { $operator } { $technology } (vị trí ước tính)

count-tiles = { $n } ô
count-signal = { $n } điểm
count-towers = { $n } trạm
count-quota = { $n } dòng

import-use-as-tiles = Dùng làm lớp tham khảo trên bản đồ
import-use-as-signal = Dùng làm lớp tham khảo trên bản đồ
import-use-as-towers = Dùng làm lớp tham khảo trên bản đồ
import-use-as-quota = Dùng làm bảng chỉ tiêu

tab-quota = Chỉ tiêu mẫu
tab-quota-short = Chỉ tiêu
column-locality = Địa phương trong bảng
column-month = Tháng
column-quota = Số mẫu / { $quota }
column-missing = Còn thiếu
column-table-download = Tải xuống (Mbps)
quota-no-zone = không khớp khu vực nào
quota-is-zone = = { $zone }
quota-reached = đủ
quota-empty = Bảng chỉ tiêu không có địa phương nào.

names-in-layer = { $rows } trong { $file }
notice-context-kept = Đã nhớ lớp tham khảo. Hãy thêm tệp kết quả đo để xem trên bản đồ.

beside-hint = Nếu đưa kèm tệp kết quả đo, tệp này được dùng làm tham khảo bên cạnh.

what-rows = dòng
