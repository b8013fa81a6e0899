### Cửa sổ chính.

# Màn hình chào
welcome-purpose = Từ kết quả đo tốc độ đến danh sách điểm yếu, có bằng chứng cho từng nhà mạng.
welcome-drop = Kéo thả tệp vào đây
welcome-drop-what = Kết quả đo (CSV, Excel …, mỗi dòng một lần đo) và ranh giới khu phố (GeoJSON, KML, Shapefile …, nếu có). Dữ liệu chỉ xử lý trên máy này.
welcome-open = Mở tệp…
welcome-folder = Mở thư mục…
welcome-sample = Mở dữ liệu mẫu
welcome-sample-note = Một phường giả định để làm quen, không phải số liệu thật.
welcome-zones-ready = Đã có ranh giới: { $file }. Hãy thêm tệp kết quả đo.
sample-ward = Phường mẫu (giả định)

# Đang tải, đang cập nhật, lỗi
loading-note = Có thể hủy bất cứ lúc nào; không tệp nào bị thay đổi.
progress-name = Tiến độ
stage-working = Đang xử lý
updating = đang cập nhật…
cancel = Hủy
page-close = Đóng (Esc)
error-title = Chưa mở được dữ liệu
error-choose-other = Chọn tệp khác…
error-retry = Thử lại
error-back = Về màn hình đầu
start-no-display = Không có màn hình để mở cửa sổ. Hãy chạy trên máy có giao diện đồ họa, hoặc dùng lệnh “phusong analyze” để phân tích không cần cửa sổ.
start-no-graphics = Không mở được cửa sổ: { $reason }. Hãy cập nhật trình điều khiển đồ họa, hoặc thử --renderer glow.

# Hộp thoại
dialog-open = Mở kết quả đo và ranh giới
dialog-folder = Mở thư mục kết quả đo
dialog-save = Lưu danh sách
dialog-waiting = Đang chờ hộp thoại. Nếu không thấy, hãy kéo thả tệp vào cửa sổ.

# Thanh trên
menu-open = Thêm tệp…
period-name = Kỳ
operator-every = Mọi nhà mạng
operator-more = Nhà mạng khác
operator-misspelt = tên lạ
technology-name = Công nghệ
technology-any = 2G–5G
criterion-name = Tiêu chí
criterion-none = { $metric }: không có ngưỡng
criterion-own = ngưỡng tự đặt
export = Xuất…
view-menu = Hiển thị
view-left = Bảng lớp bản đồ (trái)
view-right = Phiếu bằng chứng (phải)
view-bottom = Bảng danh sách (dưới)
view-scale = Cỡ chữ
view-smaller = Chữ nhỏ hơn
view-larger = Chữ lớn hơn
theme-dark = Nền tối
theme-light = Nền sáng
help-open = Trợ giúp và phím tắt

# Bước hoàn tác
edit-period = đổi kỳ
edit-criterion = đổi tiêu chí
edit-grid = đổi ô lưới
edit-operator = đổi nhà mạng
edit-technology = đổi công nghệ
edit-colouring = đổi cách tô màu

# Bảng trái
left-sources = Nguồn dữ liệu
left-other-files = { $n } tệp khác
left-zones = Khu phố trong ranh giới
left-add = + Thêm tệp…
left-month = Tháng { $month }: { $n }/{ $quota } mẫu
left-month-missing = Còn thiếu { $n } mẫu
left-month-reached = Đã đủ mẫu của tháng
left-layers = Lớp bản đồ
layer-cells = Ô lưới
layer-spots = Điểm yếu và nghi vấn
layer-zones = Khu phố
layer-gaps = Vùng thiếu mẫu
layer-samples = Mẫu đo
grid-name = Ô lưới
grid-square = Ô { $size } m
grid-square-short = Ô { $size } m
grid-hex = Lục giác { $size } m
grid-h3 = H3 mức { $resolution }
grid-auto = Ô lưới tự chọn
colouring-name = Tô màu theo
colouring-grade = Kết luận
colouring-share = Tỷ lệ không đạt ngưỡng
colouring-median = Trung vị
colouring-samples = Số mẫu
legend-unit = Trung vị, { $unit }

# Bản đồ
map-name = Bản đồ
map-north = B
map-zoom-in = Phóng to
map-zoom-out = Thu nhỏ
map-show-all = Xem toàn bộ
hover-votes = { $operator }: { $k } trong { $n } phiếu { $limit }, khoảng tin cậy { $range }. { $grade }.
hover-no-votes = { $operator }: chưa có phiếu đo ở đây.
hover-median = Trung vị { $technology }: { $value }.
hover-spot = Điểm yếu { $rank } · { $operator }
side-below = dưới
side-above = trên
threshold-of-class = ngưỡng của từng công nghệ
position-wgs84 = { $lat } { $north }  { $lon } { $east }
compass-north = B
compass-south = N
compass-east = Đ
compass-west = T
position-vn2000 = VN-2000  x { $x }  y { $y }

missing-zones = Chưa có ranh giới khu phố.
missing-zones-what = Mọi mẫu đều coi là thuộc địa bàn.
missing-zones-add = Thêm ranh giới…
missing-samples = Không có mẫu nào được nhận
missing-advice = Xem từng dòng bị loại để biết lý do, hoặc chọn tệp khác.
missing-advice-outside = Các điểm đo nằm ngoài ranh giới. Hãy kiểm tra tệp ranh giới có đúng phường không, và vĩ độ, kinh độ có bị đổi chỗ không.
missing-advice-out-of-period = Dữ liệu nằm ngoài kỳ đang chọn. Hãy chọn kỳ khác hoặc toàn bộ thời gian.
missing-advice-not-mobile = Các lần đo qua Wi-Fi hoặc cáp quang không nói lên sóng di động. Hãy xuất lại các lần đo bằng mạng di động.
missing-advice-no-position = Không đọc được tọa độ. Hãy xuất lại kèm vĩ độ và kinh độ WGS84 dạng số thập phân.
missing-all-time = Xem toàn bộ thời gian
missing-rows = Xem các dòng bị loại

# Phiếu bằng chứng
card-title = Phiếu bằng chứng
card-empty = Chọn một điểm yếu, ô lưới hoặc khu phố trên bản đồ hay trong bảng để xem bằng chứng.
card-first-spot = Xem điểm yếu đầu tiên
card-first-suspected = Xem chỗ nghi vấn đầu tiên
card-none-proven = Chưa nơi nào có đủ bằng chứng là yếu.
card-whole-area = Toàn địa bàn: phiếu không đạt ngưỡng
card-nothing-here = Nhà mạng và công nghệ đang chọn không có mẫu ở nơi này.
card-all-operators = Xem mọi nhà mạng
card-close = Bỏ chọn
card-zoom = Phóng tới nơi này
card-spot = Điểm yếu { $rank }
card-suspected = Chỗ nghi vấn { $rank }
card-cell = Ô lưới
card-zone = Khu phố
card-histogram = { $metric } ({ $unit }, thang log)
card-months = Theo tháng: tỷ lệ mẫu không đạt ngưỡng
card-hours = Theo giờ: tỷ lệ mẫu không đạt ngưỡng
card-others = Nhà mạng khác cùng chỗ: phiếu không đạt ngưỡng
card-operators = Từng nhà mạng: phiếu không đạt ngưỡng
card-place = Tọa độ
card-copy = Chép tọa độ
figure-samples = mẫu
figure-votes = phiếu
figure-devices = máy
figure-days = ngày
verdict-a = { $operator } yếu ở đây: { $k } trong { $n } phiếu đo { $limit }, khoảng tin cậy { $range }.
verdict-b = { $operator } nhiều khả năng yếu ở đây: { $k } trong { $n } phiếu đo { $limit }, khoảng tin cậy { $range }.
verdict-c = Nghi { $operator } yếu ở đây: { $k } trong { $n } phiếu đo { $limit }, khoảng tin cậy { $range }, chưa đủ để kết luận.
verdict-d = Chưa đủ căn cứ về { $operator } ở đây: { $k } trong { $n } phiếu đo { $limit }, khoảng tin cậy { $range }.
verdict-e = { $operator } đạt ở đây: chỉ { $k } trong { $n } phiếu đo { $limit }, khoảng tin cậy { $range }.
verdict-none = { $operator } chưa có phiếu đo nào ở đây.
verdict-patchy = Đạt nhưng không đều: có nhiều phiếu không đạt ngưỡng.
votes-needed = Cần thêm khoảng { $n } phiếu của máy khác để kết luận.
votes-borderline = Sát ngưỡng: thêm vài trăm phiếu cũng khó kết luận.
votes-borderline-short = sát ngưỡng
condition-holds = đạt
condition-fails = chưa đạt
condition-votes = ít nhất { $need } phiếu (có { $have })
condition-known-votes = ít nhất { $need } phiếu rõ nguồn đo (có { $have })
condition-without-one = bỏ bất kỳ nguồn đo nào, cận dưới vẫn trên { $need } (thấp nhất { $have })
condition-adequate-without-one = bỏ bất kỳ nguồn đo nào, cận trên vẫn dưới { $need } (cao nhất { $have })
condition-sources = ít nhất { $need } nguồn đo khác nhau không đạt ngưỡng (có { $have })
condition-any-sources = ít nhất { $need } nguồn đo khác nhau (có { $have })
condition-what-source = Nguồn đo là một máy có mã riêng; lần đo không ghi mã máy thì nguồn đo là một cặp dòng máy và mã giới thiệu. Vì vậy số nguồn đo có thể khác số máy ghi ở trên.
condition-days = mẫu không đạt ngưỡng đo vào ít nhất { $need } ngày (có { $have })
condition-what-failing = Chỉ tính các mẫu không đạt ngưỡng, nên có thể ít hơn số ngày ghi ở trên.
condition-span = mẫu không đạt ngưỡng cách nhau ít nhất { $need } (có { $have })
condition-spots = ở ít nhất { $need } chỗ đo không đạt ngưỡng (có { $have })
condition-any-spots = ở ít nhất { $need } chỗ đo (có { $have })
condition-scan = quét không gian: khả năng do ngẫu nhiên { $have } (cần ≤ { $need })
condition-no-scan = chưa qua kiểm định quét không gian, mới là nghi vấn
spot-priority = Ưu tiên { $priority }: mức nặng { $severity }, bằng chứng { $evidence }, kéo dài { $persistence }, và phạm vi so với điểm rộng nhất.
spot-priority-how = Ưu tiên { $priority } = mức nặng { $severity } × bằng chứng { $evidence } × (0,5 + 0,5 × kéo dài { $persistence }) × (0,5 + 0,5 × phạm vi { $reach } / lớn nhất)
samples-title = Mẫu đo ở đây ({ $n })
samples-time = Thời gian
samples-down = Xuống
samples-up = Lên
samples-latency = ms
samples-class = Mạng
samples-phone = Máy
samples-phone-number = máy { $n }
samples-latest = { $n } mẫu mới nhất trong { $total } mẫu.
chain-title = Vì sao có kết luận này?
chain-rows = Dòng dữ liệu trong kỳ tại đây
chain-accepted = Mẫu được nhận
chain-evidence = Mẫu dùng làm bằng chứng
chain-votes = Phiếu (mỗi nguồn đo, mỗi ô một phiếu)
chain-failing = Phiếu không đạt ngưỡng
chain-share = Tỷ lệ không đạt ngưỡng
chain-interval = Khoảng tin cậy 95 % (Wilson)
chain-allowed = Tỷ lệ cho phép
chain-grade = Kết luận
chart-failing-below = { $range }: { $n } mẫu, { $failing } dưới ngưỡng
chart-failing-above = { $range }: { $n } mẫu, { $failing } trên ngưỡng
chart-share = { $when }: { $failing } trong { $n } mẫu không đạt

# Bảng dưới
tab-spots = Điểm yếu
tab-spots-short = Điểm yếu
tab-gaps = Vùng thiếu mẫu
tab-gaps-short = Thiếu mẫu
tab-zones = Khu phố × nhà mạng
tab-zones-short = Khu phố
tab-quality = Chất lượng dữ liệu
tab-quality-short = Chất lượng
tables-copy = Chép bảng
tables-export = Xuất bảng đang xem
tables-fold = Thu gọn bảng
tables-unfold = Mở bảng
column-rank = #
column-operator = Nhà mạng
column-zone = Khu phố
column-grade = Mức
column-failing-votes = Không đạt
column-interval = Khoảng 95 %
column-median = Trung vị { $unit }
column-devices = Máy
column-p = p
column-priority = Ưu tiên
column-samples = Mẫu
column-votes = Phiếu
column-votes-needed = Cần thêm phiếu
column-cells = Ô đã đo / tổng
column-flag = Lý do
column-effect = Tác dụng
column-rows = Số dòng
column-file = Tệp
column-row = Dòng
column-value = Giá trị
flagged-back = ‹ Mọi lý do
flagged-first = { $n } dòng đầu trong { $total } dòng
flagged-export = Xuất tất cả (rejected.csv)
flagged-other-row = giống { $file }, dòng { $row }
tab-spots-count = { $proven } · { $suspected } nghi vấn
spots-few-votes-show = Còn { $n } chỗ nghi vấn ít phiếu (1–2 phiếu) – hiện
spots-few-votes-hide = Ẩn { $n } chỗ nghi vấn ít phiếu (1–2 phiếu)
spots-empty = Không có điểm yếu nào theo tiêu chí và kỳ đang chọn. Xem thẻ “Vùng thiếu mẫu” để biết nơi chưa đủ căn cứ.
gaps-empty = Không có vùng thiếu mẫu: mọi khu phố đã có kết luận cho nhà mạng đang chọn.
zones-empty = Chưa có ranh giới khu phố. Kéo thả tệp ranh giới vào cửa sổ để so sánh theo khu phố.
quality-empty = Không dòng nào bị loại hay cảnh báo.

# Thanh trạng thái
status-counts = { $kept } mẫu · { $out } dòng bị loại
status-criterion = Tiêu chí: { $name }

# Thông báo
notice-undone = Đã hoàn tác: { $step }
notice-redone = Đã làm lại: { $step }
notice-exported = Đã lưu { $path }
notice-copied = Đã chép vào bộ nhớ tạm
notice-open-folder = Mở thư mục
notice-close = Đóng thông báo

# Trợ giúp
help-title = Trợ giúp
help-keys = Phím tắt
help-key-enter = Nạp các tệp đang xem
help-key-escape = Bỏ chọn, đóng trợ giúp
key-click = Bấm chuột
help-key-click = Chọn và xem bằng chứng
key-double = Bấm đúp
help-key-double = Phóng tới nơi đó
help-grades = Các mức kết luận
help-grade-a = Xác nhận yếu: đủ phiếu, đủ nguồn đo, đủ ngày; dùng được khi làm việc với nhà mạng.
help-grade-b = Nhiều khả năng yếu: bằng chứng nghiêng rõ, chưa đủ chắc chắn.
help-grade-c = Nghi vấn: quá nửa phiếu không đạt ngưỡng nhưng còn ít phiếu.
help-grade-d = Chưa đủ căn cứ: cần đo thêm.
help-grade-e = Đạt: đủ phiếu để nói rằng không yếu.
help-grade-none = Chưa có mẫu nào.
help-limits = Một phiếu là một nguồn đo (một máy; không có mã máy thì một cặp dòng máy và mã giới thiệu) ở một ô lưới, dù đo bao nhiêu lần. Người đo tự nguyện, loại máy, gói cước và máy chủ đo đều ảnh hưởng đến kết quả.
