### Từ chung cho cửa sổ, dòng lệnh và báo cáo. Mỗi khái niệm một từ.

program-name = Phủ Sóng

# Kết luận
grade-a = Xác nhận yếu
grade-b = Nhiều khả năng yếu
grade-c = Nghi vấn
grade-d = Chưa đủ căn cứ
grade-e = Đạt
grade-none = Chưa có mẫu

# Chỉ số đo
metric-download = Tải xuống
metric-upload = Tải lên
metric-latency = Độ trễ

# Công nghệ
technology-3g = 3G
technology-4g = 4G
technology-5g = 5G
technology-unknown = Không rõ
technology-all = Mọi công nghệ

# Nhà mạng
operator-all = Tất cả
operator-unknown = Không rõ

# Số lượng
count-samples = { $n } mẫu
count-days = { $n } ngày
count-hours = { $n } giờ
count-rows = { $n } dòng

# Kỳ
period-all = Toàn bộ thời gian
period-months = { $n } tháng đến { $month }
period-last-months = { $n } tháng gần nhất
period-month = Tháng { $month }
period-days = { $from } – { $to }
period-from = Từ { $from }
period-to = Đến { $to }

# Bộ tiêu chí
profile-qd36 = QĐ 36/QĐ-TTg
profile-qcvn126-floor = QCVN 126:2021, mức sàn 5G
profile-basic = Cơ bản 10 Mbps
profile-fcc-style = Tham khảo kiểu FCC

# Cờ chất lượng
flag-duplicate = Trùng với dòng khác
flag-failed-test = Lần đo thất bại
flag-future-time = Thời gian ở tương lai
flag-id-conflict = Cùng mã, khác thời gian
flag-implausible = Giá trị vô lý
flag-low-accuracy = Vị trí kém chính xác (trên 100 m)
flag-manual = Loại bằng tay
flag-no-metric = Thiếu chỉ số
flag-no-position = Thiếu hoặc sai tọa độ
flag-no-time = Không đọc được thời gian
flag-no-zone = Không thuộc khu phố nào
flag-not-mobile = Không phải mạng di động
flag-null-island = Tọa độ 0, 0
flag-out-of-period = Ngoài kỳ đã chọn
flag-outside = Ngoài địa bàn
flag-teleport = Di chuyển nhanh bất thường
flag-unknown-operator = Nhà mạng không nhận ra

effect-excluded = Loại
effect-no-evidence = Không làm bằng chứng
effect-left-out = Ngoài kỳ
effect-warning = Cảnh báo

# Bước công việc
stage-read = Đang đọc tệp
stage-zones = Đang đọc ranh giới
stage-quality = Đang kiểm tra chất lượng
stage-binning = Đang xếp mẫu vào khu phố và ô lưới
stage-statistics = Đang tính thống kê
stage-votes = Đang gộp phiếu đo
stage-grades = Đang xếp mức
stage-scan = Đang quét tìm điểm yếu
stage-gaps = Đang tìm vùng thiếu mẫu
stage-write = Đang ghi kết quả
