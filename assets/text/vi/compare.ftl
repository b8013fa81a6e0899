### So sánh nhà mạng và theo thời gian.

stage-comparison = Đang so sánh các nhà mạng
