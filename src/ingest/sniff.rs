//! What a file is, by its bytes. The extension lies too often to be asked.

use memchr::memmem;

use super::legacy::Legacy;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A ZIP package: xlsx, if anything.
    Xlsx,
    /// A format that is read in a child process.
    Legacy(Legacy),
    /// A web page.
    Html,
    /// The XML format of Excel 2003.
    Xml,
    /// Text: CSV or TSV, if anything.
    Text,
    /// A workbook that nobody can open without its password.
    Encrypted,
    /// A stand-in for a file that lies in the cloud.
    Placeholder,
    /// A format that is no table, in Chinese.
    Other(&'static str),
    /// No bytes at all.
    Empty,
}

/// Looks at a file's bytes.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Format {
    match bytes {
        [] => Format::Empty,
        [b'P', b'K', 3 | 5 | 7, ..] => sniff_zip(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => sniff_compound(bytes),
        // A bare BIFF stream begins with its BOF record: no directory, Excel 2 to 5.
        [0x09, 0x00 | 0x02 | 0x04, 4 | 6 | 8, 0, ..] => Format::Other("很旧的 Excel 文件（Excel 4.0 以前）"),
        [b'%', b'P', b'D', b'F', ..] => Format::Other("PDF 文件"),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => Format::Other("图片"),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [0x1F, 0x8B, ..] => Format::Other("压缩包"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Format::Other("RTF 文档"),
        _ if bytes.iter().all(|byte| *byte == 0) => Format::Placeholder,
        _ => sniff_text(bytes),
    }
}

fn sniff_zip(bytes: &[u8]) -> Format {
    // Names of entries stand uncompressed in the package's directory, at its end, and before each entry.
    let has = |needle: &str| memmem::find(bytes, needle.as_bytes()).is_some();
    if has("vnd.oasis.opendocument.spreadsheet") || has("META-INF/manifest.xml") && has("content.xml") {
        Format::Legacy(Legacy::Ods)
    } else if has("xl/workbook.bin") {
        Format::Legacy(Legacy::Xlsb)
    } else if has("xl/workbook.xml") || has("xl\\workbook.xml") {
        Format::Xlsx
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        Format::Other("Word 或 PowerPoint 文件")
    } else {
        // A workbook cut short, or any other package: the reader says which.
        Format::Xlsx
    }
}

/// The directory of a compound file names its streams in UTF-16.
fn sniff_compound(bytes: &[u8]) -> Format {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        Format::Encrypted
    } else if has("Workbook") {
        Format::Legacy(Legacy::Xls8)
    } else if has("Book") {
        Format::Legacy(Legacy::Xls5)
    } else if has("WordDocument") || has("PowerPoint Document") {
        Format::Other("Word 或 PowerPoint 文件")
    } else {
        Format::Legacy(Legacy::Xls8)
    }
}

fn sniff_text(bytes: &[u8]) -> Format {
    const HEAD: usize = 4096;
    let decoded = super::text::decode(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let head = decoded.trim_start();
    let is_page = ["<html", "<table", "<!doctype html", "<meta", "<head"].iter().any(|tag| head.contains(tag));
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && !head.starts_with("<html") {
        Format::Xml
    } else if is_page {
        Format::Html
    } else if head.starts_with("<?xml") {
        Format::Other("XML 文件")
    } else if head.starts_with("mime-version:") {
        Format::Other("单个文件网页（mht）")
    } else if head.starts_with("[internetshortcut]") || head.starts_with("[.shellclassinfo]") {
        Format::Placeholder
    } else if head.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')).count() > head.len() / 100 {
        Format::Other("不是表格的二进制文件")
    } else {
        Format::Text
    }
}
