### Chế độ trình bày trong cuộc họp.

meeting-begin-key = Trình bày toàn màn hình ({ $key })
meeting-letter = Nhà mạng { $letter }
meeting-votes = { $n } phiếu đo
meeting-frozen = số liệu chốt { $when }
meeting-confirmed = { $n } điểm xác nhận yếu
meeting-none-confirmed = Chưa có điểm xác nhận yếu
meeting-others = { $likely } nhiều khả năng yếu · { $suspected } nghi vấn
meeting-evidence = { $k } trong { $n } phiếu { $limit } (khoảng tin cậy { $range })
meeting-median = trung vị { $technology } { $value }
meeting-devices = { $n } máy
meeting-chance = khả năng do ngẫu nhiên { $p }
meeting-others-fine = Cùng chỗ, { $fine } đạt.
meeting-others-weak = Cùng chỗ, { $weak } cũng yếu.
meeting-next = điểm tiếp theo
meeting-previous = điểm trước
meeting-step = { $step } / { $n }
meeting-blind = ẩn danh
meeting-reveal = hiện tên
meeting-end = thoát
key-space = Phím cách
