### Ý kiến thứ hai, phép thử độ bền, ba điều kiện kiểu FCC.

cli-help-local-statistics = Ghi thêm local_statistics.csv: ý kiến thứ hai cho từng ô (Gi*, Moran cục bộ, tỷ lệ co về trung bình)
stage-local-statistics = Đang so từng ô với các ô lân cận
cli-help-sensitivity = Kiểm tra độ bền của điểm yếu: quét lại với 7 cách chọn ngưỡng, cỡ ô và vị trí lưới khác (lâu gấp khoảng 7 lần)
stage-sensitivity = Đang kiểm tra độ bền của điểm yếu
stage-fcc = Đang xét ba điều kiện kiểu FCC

robustness-title = Độ bền
robustness-test = Kiểm tra độ bền
robustness-test-hint = Quét lại 7 lần với ngưỡng, cỡ ô và vị trí lưới khác, xem điểm yếu nào vẫn còn. Lâu gấp khoảng 7 lần một lần phân tích.
robustness-running = Đang kiểm tra…
robustness-robust = bền vững
robustness-kept = Giữ được { $kept }/{ $all } phép thử
robustness-why-robust = Bền vững: đổi ngưỡng, cỡ ô hay vị trí lưới, nơi này vẫn được chứng minh là yếu.
robustness-why-not = Không bền: kết luận phụ thuộc cách chọn ngưỡng, cỡ ô hay vị trí lưới. Nên đo thêm trước khi gửi nhà mạng.
robustness-column = Độ bền
robustness-covered = { $share } diện tích

variant-lower-threshold = Ngưỡng thấp hơn 20 %
variant-higher-threshold = Ngưỡng cao hơn 20 %
variant-smaller-cells = Ô nhỏ bằng một nửa
variant-larger-cells = Ô lớn gấp đôi
variant-shifted-east = Lưới dịch nửa ô sang đông
variant-shifted-north = Lưới dịch nửa ô lên bắc
variant-shifted-both = Lưới dịch nửa ô theo cả hai chiều

notice-tested = Kiểm tra xong: { $robust }/{ $tested } điểm yếu bền vững
