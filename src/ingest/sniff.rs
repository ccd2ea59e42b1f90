//! What a file is, by its first bytes. The extension lies too often to be asked.

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A ZIP package: xlsx, if anything.
    Xlsx,
    /// A format that is recognised but not read, in Chinese.
    Other(&'static str),
    /// No bytes at all.
    Empty,
}

/// Looks at a file's bytes.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Format {
    let head = &bytes[..bytes.len().min(512)];
    let text = String::from_utf8_lossy(head).to_lowercase();
    match head {
        [] => Format::Empty,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            if contains(bytes, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
                Format::Other("ODS 表格")
            } else if contains(bytes, b"xl/workbook.bin") {
                Format::Other("二进制工作簿（xlsb）")
            } else if contains(bytes, b"word/") || contains(bytes, b"ppt/") {
                Format::Other("Word 或 PowerPoint 文件")
            } else {
                Format::Xlsx
            }
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            // The directory of a compound file names its streams in UTF-16.
            let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            if contains(bytes, &encrypted) {
                Format::Other("加了打开密码的工作簿")
            } else {
                Format::Other("旧版 Excel 97-2003 工作簿（xls）")
            }
        }
        _ if text.trim_start().starts_with("<?xml")
            || text.contains("urn:schemas-microsoft-com:office:spreadsheet") =>
        {
            Format::Other("XML 表格（改了扩展名的导出文件）")
        }
        _ if text.contains("<html") || text.contains("<table") => Format::Other("网页表格（改了扩展名的导出文件）"),
        [b'%', b'P', b'D', b'F', ..] => Format::Other("PDF 文件"),
        _ => Format::Other("文本或其他格式"),
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let end = bytes.len().min(1 << 20);
    bytes[..end].windows(needle.len()).any(|window| window == needle)
}
