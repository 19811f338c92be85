"""Words of two syllables that headlines keep on one line: a list, so that no page depends on the others' texts.

Made once from the pairs that stand together in this column's texts more often than chance, read through by hand.
"""

from __future__ import annotations

_LIST = """
bài học, bài mẫu, bài viết, ban hành, bao nhiêu, báo cáo, báo chí, bắt buộc, bắt đầu, bầu cử, biên tập, biên giới,
biểu dương, bộ phận, buổi họp, các cấp, cá nhân, cải cách, cán bộ, cạnh tranh, cấp bách, cấp ủy, cập nhật,
chấp hành, chất lượng, chào mừng, chi bộ, chi tiết, chỉ đạo, chỉ tiêu, chiến lược, chính phủ, chính quyền,
chính sách, chính trị, chủ đề, chủ động, chủ quản, chủ tịch, chủ trương, chuẩn bị, chuyên đề, chuyên gia,
chuyên mục, chuyên trang, chuyển đổi, chương trình, cơ cấu, cơ quan, cơ sở, công bố, công chức, công dân,
công khai, công nghệ, công tác, công trình, công việc, cổng thông, cộng đồng, cộng sản, cụ thể, cuộc họp,
cuộc sống, cuộc thi, danh sách, dân cư, dân chủ, dân số, dân tộc, diễn đàn, dịch bệnh, doanh nghiệp, du lịch,
dự án, dữ liệu, dư luận, đại biểu, đại đoàn, đại hội, đảng bộ, đảng ủy, đảng viên, đánh giá, đạo đức, đào tạo,
đất nước, đầu tư, đấu tranh, đẩy lùi, đẩy mạnh, đề án, đề cương, đề xuất, địa chỉ, địa phương, điển hình,
điện thoại, điện tử, điều kiện, định hướng, đính chính, đoàn kết, đoàn thể, đóng góp, độc lập, đối ngoại, đổi mới,
đội ngũ, đồng bào, đơn vị, động lực, gia đình, giai đoạn, giải pháp, giám sát, giáo dục, giáo viên, giới thiệu,
giữ gìn, góp phần, hạn chế, hạ tầng, hành chính, hành động, hành trình, hệ thống, hiệu lực, hiệu quả, hình ảnh,
hình thức, hòa bình, hoàn thành, hoàn thiện, hoạt động, học sinh, học tập, hồ sơ, hỏi đáp, hội đồng, hội nghị,
hội nhập, hội thảo, hợp tác, huy động, hưởng ứng, hướng dẫn, kế hoạch, kết luận, kết nối, kết quả, khả năng,
khai mạc, khó khăn, khoa học, khởi nghiệp, kiểm soát, kiểm tra, kiến nghị, kinh nghiệm, kinh tế, kỳ họp, kỷ cương,
kỷ luật, kỷ niệm, kỹ năng, lan tỏa, lao động, lãng phí, lãnh đạo, lịch sử, liên hệ, liên kết, lý do, lý luận,
mặt trận, miền núi, mô hình, môi trường, mục tiêu, nâng cao, năng lực, năng suất, nền tảng, ngân hàng, ngân sách,
nghị định, nghị quyết, nghiên cứu, nguồn lực, nhà nước, nhân dân, nhân lực, nhiệm kỳ, nhiệm vụ, nỗ lực, nội dung,
nông dân, nông nghiệp, nông thôn, ổn định, phản ánh, phản bác, phản hồi, pháp luật, phát biểu, phát động, phát huy,
phát triển, phân công, phong cách, phong trào, phòng chống, phối hợp, phụ nữ, phục vụ, phương châm, phương pháp,
phương tiện, quá trình, quan điểm, quan trọng, quản lý, quán triệt, quân đội, quy chế, quy định, quy hoạch,
quốc gia, quốc hội, quốc phòng, quốc tế, quyền lợi, quyết định, quyết tâm, rà soát, sản xuất, sáng kiến, sáng tạo,
sinh hoạt, sinh viên, sơ kết, sự kiện, sức khỏe, tài chính, tài liệu, tài nguyên, tăng cường, tăng trưởng,
tham gia, tham mưu, tham nhũng, thanh niên, thanh tra, thành công, thành lập, thành phố, thành tựu, thảo luận,
theo dõi, thi đua, thi hành, thiết thực, thiếu nhi, thông báo, thông điệp, thông tin, thống nhất, thời gian,
thủ tục, thủ tướng, thực hiện, thực tiễn, thường xuyên, tiến độ, tiên tiến, tiếp cận, tiết kiệm, tiêu biểu,
tiêu cực, tìm kiếm, tin tức, tín dụng, tọa đàm, tổ chức, tổ quốc, tổng kết, tổng hợp, toàn diện, trách nhiệm,
tranh thủ, trao đổi, trả lời, triển khai, trọng tâm, trực tuyến, trung ương, truyền miệng, truyền thông,
truyền thống, tư tưởng, từng năm, tương lai, tường thuật, tuyên dương, tuyên giáo, tuyên truyền, tự do, ứng dụng,
ưu tiên, văn bản, văn hóa, văn kiện, vận động, vận hành, vấn đề, vi phạm, viên chức, việc làm, vững chắc, xã hội,
xây dựng, xuất bản, xuất khẩu, xử lý, ý kiến, ý nghĩa, y tế, yêu cầu, yêu nước
"""

COMPOUNDS = frozenset(" ".join(word.split()) for word in _LIST.split(","))
"""In lower case, one space between their syllables."""
