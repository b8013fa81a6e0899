### Ý kiến thứ hai, phép thử độ bền, ba điều kiện kiểu FCC.

cli-help-local-statistics = Ghi thêm local_statistics.csv: ý kiến thứ hai cho từng ô (Gi*, Moran cục bộ, tỷ lệ co về trung bình)
stage-local-statistics = Đang so từng ô với các ô lân cận
