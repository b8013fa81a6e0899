### Sentences of the invented ward.

simulate-stage = Tạo phường giả định
simulate-done = Đã tạo phường giả định trong { $folder }: { $rows } dòng đo, { $zones } khu phố, { $places } nơi yếu biết trước.
simulate-readme =
    DỮ LIỆU GIẢ ĐỊNH, KHÔNG PHẢI SỐ LIỆU THẬT

    Mọi thứ trong thư mục này do máy tính tạo ra: ranh giới, tên khu phố, số hộ, thiết bị, kết quả đo và các nơi yếu.
    Phường này không có thật. Nó chỉ được đặt vào vị trí của Uông Bí để làm quen với chương trình và kiểm tra phương
    pháp. Không dùng để nói về chất lượng mạng của bất kỳ nhà mạng nào.

    { $prefix }NĂM-THÁNG.csv: kết quả đo của từng tháng, tổng cộng { $rows } dòng, có cả dòng lỗi như ngoài thực tế
    (thiếu tọa độ, đo qua Wi-Fi, trùng lặp, sai tên nhà mạng …). Một tháng theo kiểu quốc tế, các tháng khác theo kiểu
    Việt Nam.
    { $zones }: khu phố giả định (zone_id, ten, so_ho là số hộ).
    { $outline }: ranh giới phường giả định.
    { $truth }, { $truth_table }: các nơi yếu đã cài sẵn (đáp án): nhà mạng (* là mọi nhà mạng), giờ (* là cả ngày),
    tỷ lệ mẫu không đạt theo Quyết định 36/QĐ-TTg ở trong và ở ngoài.

    Tạo bằng lệnh: phusong simulate --seed { $seed } --samples { $samples } --zones { $zone_count } --weak { $weak } --out THƯ_MỤC
