### Kế hoạch đo tiếp, trọng số khu phố.

cli-about-plan = Lập kế hoạch đo tiếp: mỗi đội đến những điểm nào, đo mạng nào, vào giờ nào.
cli-help-teams = Số đội đi đo
cli-help-stops = Số điểm đo của mỗi đội
cli-help-minutes = Số phút mỗi đội có cho một lượt đi: đi bộ và đo
cli-help-walking-speed = Tốc độ đi lại (km/giờ)
cli-help-start = Nơi đội xuất phát: kinh độ,vĩ độ; viết nhiều lần cho nhiều đội
cli-help-weight-table = Bảng trọng số khu phố (CSV, Excel): mã hoặc tên khu phố và một cột số; --weight chọn cột
cli-help-inhabited = Nơi có người ở: tệp ranh giới, hoặc measured (nơi từng có người đo)

stage-plan = Lập kế hoạch đo

error-no-zone-column = { $path }: không cột nào chứa mã hoặc tên khu phố; các cột có: { $columns }. Hãy thêm cột mã khu phố như trong tệp ranh giới.
error-unclear-weight = { $path }: chưa rõ cột nào là trọng số; các cột có: { $columns }. Hãy chỉ rõ bằng --weight TÊN_CỘT.

error-bad-start = --start { $value }: nơi xuất phát phải viết kinh độ,vĩ độ (kinh độ trước, vĩ độ sau, số thập phân có dấu chấm), ví dụ --start { $example }.
error-more-starts-than-teams = Có { $starts } nơi xuất phát cho { $teams } đội. Hãy bỏ bớt --start hoặc tăng --teams.

weights-unmatched = { $n } dòng của bảng trọng số “{ $column }” không khớp khu phố nào (hoặc khớp nhiều khu phố cùng tên): { $list }
weights-unreadable = { $n } dòng của bảng trọng số “{ $column }” không đọc được số: { $list }
weights-without = { $n } khu phố chưa có trọng số “{ $column }”, tạm tính theo diện tích (m²), không so được với các khu phố khác; hãy bổ sung: { $list }

plan-said = Kế hoạch: { $stops } điểm đo cho { $teams } đội. { $open } kết luận còn bỏ ngỏ, dự kiến có thêm khoảng { $settled } kết luận.
plan-said-left-out = Bỏ bớt { $n } điểm vì một lượt đi sẽ quá dài. Hãy tăng số phút, số đội hoặc tốc độ đi lại.
plan-one-team = Chỉ có một đội: hãy mượn máy của người khác ở mỗi điểm, vì kết luận không được dựa vào một máy duy nhất.
plan-nothing-open = Không còn gì cần đo: mọi nơi đã có kết luận cho mọi nhà mạng.
plan-no-samples = Trong kỳ này chưa có mẫu đo nào được chấp nhận, nên chưa biết nơi nào đã có kết luận.
plan-no-places = Chưa có ranh giới khu vực, nên chưa chia được nơi nào để đo. Hãy thêm tệp ranh giới phường hoặc khu phố.
plan-nothing-worth = Với số đội và số điểm này, chưa nơi nào đạt được kết luận. Hãy tăng số đội hoặc số điểm của mỗi đội.
plan-nothing-reachable = Không kịp đến và đo điểm nào trong thời gian của một lượt đi. Hãy tăng số phút hoặc tốc độ đi lại, và kiểm tra nơi xuất phát có gần địa bàn không.
plan-legend-team = mỗi hình một đội
plan-legend-evening = nét đứt: lượt buổi tối

plan-team = Đội { $team }
plan-team-summary = { $stops } điểm đo · { $km } km đường chim bay · khoảng { $minutes } phút cả hai lượt
plan-slot-off-peak = Ngoài giờ cao điểm
plan-slot-peak = Giờ cao điểm buổi tối
plan-hours = { $from }–{ $to } giờ
plan-column-stop = Điểm
plan-column-place = Khu phố
plan-column-position = Vĩ độ, kinh độ
plan-column-walk = Đi
plan-column-minutes = Phút
plan-column-operators = Mạng cần đo
plan-column-notes = Ghi chú
plan-sheet-title = Phiếu đo hiện trường · { $team }
plan-sheet-people = Người đo: ……………………………………   Ngày: …… / …… / ………   Điện thoại: ……………………
plan-sheet-how-network = Tắt Wi-Fi, dùng dữ liệu di động, bật định vị. Đo bằng ứng dụng đo tốc độ mà đơn vị vẫn dùng.
plan-sheet-how-phones = Tại mỗi điểm, đo một lần bằng một máy của mỗi mạng ghi trong bảng rồi đánh dấu vào ô. Nếu mượn được, hãy dùng máy khác nhau ở các điểm khác nhau: nhiều lần đo của cùng một máy tại một chỗ chỉ tính là một phiếu.
plan-sheet-how-place = Điểm đo là tâm một ô lưới; đo ở chỗ tiện và an toàn trong vòng 50 m. Không vào được thì ghi vào cột ghi chú và đi tiếp.
plan-sheet-how-time = Điểm tròn xanh đo ngoài giờ cao điểm, điểm vuông nâu đo giờ cao điểm buổi tối; hai lượt nên vào hai ngày khác nhau.
plan-sheet-note = Quãng đường là đường chim bay giữa các điểm; đường đi thực tế dài hơn. Lập bằng Phủ Sóng.

tab-plan = Kế hoạch đo
tab-plan-short = Kế hoạch
layer-plan = Kế hoạch đo
edit-weight = đổi trọng số khu phố
column-weight = Trọng số
weight-area = diện tích
weight-of-zone = Trọng số của { $zone }
plan-what = Chọn số đội và số điểm, rồi bấm “Lập kế hoạch”: chương trình chọn những nơi mà vài lần đo nữa sẽ cho kết luận, và xếp đường đi cho từng đội.
plan-make = Lập kế hoạch
plan-teams = Đội
plan-stops = Điểm/đội
plan-minutes = Phút/lượt
plan-speed = km/giờ
plan-summary = Dự kiến thêm khoảng { $settled } kết luận trong { $open } nơi còn bỏ ngỏ
plan-column-team = Điểm · đội
plan-column-slot = Giờ đo
plan-export-html = Phiếu cho từng đội (HTML để in)
plan-export-csv = Bảng điểm đo (CSV)
plan-export-gpx = Điểm đo cho máy định vị (GPX)
plan-export-kml = Điểm đo cho bản đồ (KML)

plan-remove = Bỏ kế hoạch đo
plan-restore = Lấy lại
notice-plan-removed = Đã bỏ kế hoạch đo.
notice-kept-plan-removed = Đã bỏ kế hoạch đo của lần trước khỏi dự án.
notice-kept-plan-back = Kế hoạch đo của lần trước lại nằm trong dự án.
