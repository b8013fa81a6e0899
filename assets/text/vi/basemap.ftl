### Bản đồ: đo khoảng cách, bản đồ cạnh nhau, bản đồ nền.

measure-start = Đo khoảng cách
measure-end = Kết thúc đo
measure-begin = Bấm vào bản đồ để bắt đầu đo. Esc để kết thúc.
measure-length = { $length } · Bấm tiếp để đo thêm, phím xóa lùi bỏ điểm cuối, Esc để kết thúc.
side-title = { $operator }: { $n } điểm yếu

# Bản đồ nền
settings-base-map = Bản đồ nền
base-map-none = Không dùng
base-map-file = Chọn tệp (MBTiles, PMTiles)…
base-map-folder = Chọn thư mục ảnh…
base-map-remove = Bỏ bản đồ nền
base-map-online = Dùng bản đồ trên mạng…
base-map-online-address = Địa chỉ ảnh, có { "{z}" }, { "{x}" } và { "{y}" }
base-map-online-credit = Nguồn phải ghi trên bản đồ
base-map-online-note = Khi bật, máy này tải ảnh nền từ địa chỉ trên; máy chủ ở đó biết vùng nào đang được xem. Không số liệu nào được gửi đi. Ảnh đã tải được giữ trên máy 30 ngày. Chỉ dùng máy chủ mà đơn vị được phép dùng; máy chủ của OpenStreetMap chỉ dành cho việc xem ít và phải ghi nguồn (operations.osmfoundation.org/policies/tiles). Mất mạng thì bản đồ vẫn dùng được, chỉ thiếu nền.
base-map-online-use = Bật
error-bad-tile-address = “{ $address }” không phải địa chỉ ảnh bản đồ. Địa chỉ bắt đầu bằng https:// và có z, x, y, mỗi chữ trong ngoặc nhọn, ở chỗ của mức phóng, cột và hàng.
base-map-note = Bản đồ nền lấy từ tệp trên máy, không cần mạng. Thiếu ảnh ở đâu thì nơi đó để trống.
dialog-base-map = Chọn bản đồ nền
error-no-picture-tiles = { $path } không có bản đồ nền đọc được. Hãy chọn tệp MBTiles hoặc PMTiles (ảnh PNG, JPEG hoặc véc-tơ), hoặc thư mục z/x/y.png.

# Dòng lệnh
cli-help-base-map = Bản đồ nền: tệp MBTiles, PMTiles hoặc thư mục ảnh z/x/y
cli-about-bench-frame = Đo thời gian vẽ một khung hình khi kéo bản đồ.

# So hai nhà mạng trên bản đồ
colouring-difference = Chênh lệch hai nhà mạng
difference-choose = Chọn một nhà mạng ở trên để so.
difference-name = So với nhà mạng
difference-with = so với { $operator }
difference-note = Xanh: { $operator } ít phiếu không đạt ngưỡng hơn; đỏ: nhiều hơn.
legend-points = { $range } điểm %
legend-may-be-chance = Có thể do ngẫu nhiên

# Thay đổi và cụm ô trên bản đồ
colouring-change = Thay đổi theo kỳ
map-change-name = So với kỳ
map-change-since = so với { $period }
map-change-no-earlier = Kỳ đang xem không có kỳ trước để so. Hãy chọn một tháng ở trên.
map-change-note = Tô theo khu vực. Chỉ nói tốt lên hay xấu đi khi khoảng tin cậy của hai kỳ tách rời nhau; chưa ai đo lại thì không phải là tốt lên.
map-answer-coming = Đang tính…
colouring-clusters = Cụm ô lân cận (Gi*)
map-clusters-note = Cụm có ý nghĩa thống kê theo Getis–Ord Gi*, tỷ lệ phát hiện sai 5 %, mọi thế hệ mạng. Đây là ý kiến thứ hai, không thay kết luận của phép quét.
map-clusters-few = Mới có { $n } ô có số liệu, cần ít nhất { $least } ô thì mới xét được cụm.
legend-cluster-failing = Cụm ô hay không đạt
legend-cluster-passing = Cụm ô hay đạt
legend-no-cluster = Không thành cụm
