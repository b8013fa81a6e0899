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
base-map-note = Bản đồ nền lấy từ tệp trên máy, không cần mạng. Thiếu ảnh ở đâu thì nơi đó để trống.
dialog-base-map = Chọn bản đồ nền
error-no-picture-tiles = { $path } không có ảnh bản đồ nền. Hãy chọn tệp MBTiles hoặc PMTiles loại ảnh (PNG, JPEG), hoặc thư mục z/x/y.png.

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
