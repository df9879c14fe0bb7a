"""What is said to people for each code, and what may they do next?

Facts of an error fill the braces; one that is missing reads as an ellipsis.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from web.media_names import media_name
from web.sizes import size
from web.term_messages import TERM_MESSAGES, said_of_input


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence saying what happened, and the next step."""

    sentence: str
    next_step: str


MESSAGES: Mapping[str, Message] = {
    # A fact about a file offered.
    "refused_file": Message("这个文件不能入档。", "请检查文件后重新上传。"),
    "empty": Message("文件是空的，没有任何内容。", "请确认原文件后重新上传。"),
    "too_large": Message(
        "文件大小超过上限 {limit_bytes}。", "请拆分后再传，或请系统管理员调高上限。"
    ),
    "unsupported_format": Message(
        "读不了这种格式的文件（{media_type}）。",
        "请另存为 PDF、DOCX、网页或文本后重新上传。",
    ),
    "damaged": Message(
        "文件已损坏，或内容与格式不符。", "请用原软件打开检查，另存后重新上传。"
    ),
    "encrypted": Message(
        "文件设了密码，读不出内容。",
        "请向移送单位要无密码的文件，或解除密码后重新上传。",
    ),
    "classified": Message(
        "版头标有“{classification}”，本库不收涉密文件。",
        "请按涉密载体管理规定处理，并告知安全员。此事已记入日志。",
    ),
    "extraction_timeout": Message(
        "读取超过 {seconds} 秒仍未完成，已停止。", "请拆分文件或另存为 PDF 后再试。"
    ),
    "extraction_memory": Message(
        "读取需要的内存超过上限，已停止。", "请拆分文件后重新上传。"
    ),
    "extraction_crashed": Message(
        "读取程序意外中止，没有读出内容。", "请另存为其他格式后重新上传。"
    ),
    "cancelled": Message(
        "已取消，没有读取；原件已存。", "要读取，请点“重试”，或重新上传。"
    ),
    "unreadable_path": Message(
        "打不开“{path}”，或它不是普通文件。", "请检查路径和读取权限。"
    ),
    "unsafe_member": Message(
        "压缩包里“{name}”的名称不安全，没有取出。", "请改名后重新压缩，或单独上传。"
    ),
    "invalid_batch_line": Message(
        "批量文件第 {line} 行不合要求。",
        "每行应是一个含 name 和 text 的 JSON 对象；名称、标题等不能含换行和控制字符。",
    ),
    # Remarks on a receipt.
    "no_text_layer": Message(
        "文件里没有可读的文字，可能是扫描件。",
        "原件已存。装有文字识别组件的，会在后台识别；没装的，请补一份文字版。",
    ),
    "read_by_ocr": Message(
        "文字由识别得来，平均可信度 {percent}%，共 {pages} 页。",
        "引用之前，请对照原样核对。",
    ),
    "doubtful_pages": Message(
        "第 {pages} 页识别得不太可靠。",
        "请对照原样过目，必要时换一份更清楚的扫描件。",
    ),
    "proposed_edits": Message(
        "正文有 {count} 处像是抓取网页时损坏的，怎样改还拿不准。",
        "请在文献页的“整理稿”中看一看，接受或不接受建议的改法。",
    ),
    "ocr_failed": Message(
        "文字识别没有成功（{code}）。",
        "原件已存；请补一份文字版，或换一份更清楚的扫描件。",
    ),
    "drawn_as_paths": Message(
        "页面上的字是用线条画成的，文件里没有可读的文字。",
        "原件已存；请向制作单位要带文字的版式文件，或补一份文字版。",
    ),
    "unreadable_pages": Message(
        "第 {pages} 页无法读出，其余各页已收。", "请核对原件，必要时重新导出后再上传。"
    ),
    "unmapped_characters": Message(
        "有些字在文件里没有字符对照，还原不了。",
        "这些字检索不到，请改传由原稿导出的文件。",
    ),
    "undecodable_bytes": Message(
        "有 {count} 处字节不成字，用“�”占位。", "请对照原件，或改存为 UTF-8 再传。"
    ),
    "mislabelled": Message(
        "扩展名与内容不符，已按内容（{media_type}）读取。", "建议改正文件名后留存。"
    ),
    "recognition_incomplete": Message(
        "识别中途出错，人名、地名等可能不全，正文照常可检索。",
        "请把这份文件和服务日志交给维护人员；修复后重建索引即可补上。",
    ),
    "navigation_left_out": Message(
        "网页里 {count} 处导航和链接列表没有收入正文。", "原件里都在，可随时对照。"
    ),
    "hidden_sheets": Message(
        "有 {count} 个隐藏的工作表没有收入正文：{names}。",
        "需要检索它们，请取消隐藏、另存后再传。",
    ),
    "hidden_rows": Message(
        "正文里有 {count} 行在表中是隐藏的。",
        "引用之前，请打开原件看一看为什么隐藏。",
    ),
    "hidden_slides": Message(
        "有 {count} 张隐藏的幻灯片没有收入正文。",
        "需要检索它们，请取消隐藏、另存后再传。",
    ),
    "attachments": Message(
        "带有 {count} 个附件，各自作为一份文献入档。", "附件的回执另列，可分别检索。"
    ),
    "unpacked": Message(
        "压缩包原样收存，取出的 {count} 个文件已逐个入档。", "各文件的回执列在下面。"
    ),
    "not_unpacked": Message(
        "压缩文件没有打开（{media_type}），只收存了原件。",
        "请解压后再传，或改用 ZIP 格式压缩。",
    ),
    "no_reader_yet": Message(
        "这种格式（{media_type}）目前只收存，读不出文字。",
        "要检索，请另存为 PDF 或 DOCX 再传。",
    ),
    # What verifying finds, and what it leaves out.
    "original_missing": Message("原件不见了（{sha256}）。", "请从备份恢复这件原件。"),
    "original_unreadable": Message(
        "原件读不出来（{sha256}）。", "请检查磁盘，必要时从备份恢复。"
    ),
    "original_altered": Message(
        "原件的字节与收到时不同（{sha256}）。", "请勿再用它举证，从备份恢复原件。"
    ),
    "text_altered": Message("存下的文字与提取时不同。", "请重新提取这份文献。"),
    "database_damaged": Message("数据库有损坏：{reason}。", "请从备份恢复数据库。"),
    "event_chain_broken": Message(
        "日志从第 {event} 条起与前文不相连。", "请查明是谁改动过日志。"
    ),
    "electronic_signatures": Message("电子签名的真伪没有核。", "请用签章软件核验。"),
    "format_conformance": Message("格式是否合乎标准没有核。", "请用格式检验工具核验。"),
    "long_term_formats": Message(
        "格式能否长期保存没有核。", "请按长期保存的要求另行评估。"
    ),
    "malware": Message("有无病毒没有核。", "请用杀毒软件检查数据目录。"),
    "storage_environment": Message(
        "存储设备与环境没有核。", "请按库房管理的要求检查。"
    ),
    # Things not there, or not to be seen.
    "not_found": Message(
        "没有这一项，或者您的账户不在可以看它的范围内。", "请核对地址，或返回检索。"
    ),
    "document_not_found": Message(
        "没有这份文献，或者您的账户不在可以看它的范围内。",
        "需要其他全宗，请向档案管理员申请。",
    ),
    "job_not_found": Message(
        "没有这项任务，或者您的账户不在可以看它的范围内。", "请到入档页查看任务。"
    ),
    "accession_not_found": Message(
        "没有这个批次，或者您的账户不在可以看它的范围内。", "请到入档页查看各批次。"
    ),
    "upload_not_found": Message(
        "没有这次上传，它可能已放弃或过期。", "请重新选择文件上传。"
    ),
    "password_wrong": Message("现在的密码不对，没有改动。", "请再输一次。"),
    "password_weak": Message(
        "新密码不合要求，没有改动。",
        "密码至少 {least} 个字，最多 200 个字。",
    ),
    "passwords_differ": Message("两次输入的新密码不同，没有改动。", "请再输一次。"),
    "token_days": Message("请写 1 至 {most} 之间的天数。", "没有新建令牌。"),
    "own_account": Message("不能停用自己的账户。", "请由另一位管理账户的人员操作。"),
    "account_not_found": Message(
        "没有这个账户（{name}）。", "用 handover user list 查看有哪些账户。"
    ),
    "token_not_found": Message(
        "没有这个令牌，它可能已经作废。", "请刷新页面，查看现有的令牌。"
    ),
    "upload_offset": Message(
        "这一段与已收到的接不上；已收到 {received_bytes}。", "请从已收到的地方接着传。"
    ),
    "upload_busy": Message("这个文件的上一段还在传，没有传完。", "请稍等片刻再试。"),
    "upload_stalled": Message(
        "连续 {seconds} 秒没有收到数据，不再等待。", "请检查网络，然后接着传或重新传。"
    ),
    "upload_incomplete": Message(
        "还没有传完：共 {size_bytes}，已收到 {received_bytes}。", "请传完其余部分。"
    ),
    "upload_altered": Message(
        "收到的字节与事先给出的校验值不符，没有入档。", "请重新上传这个文件。"
    ),
    "entity_not_found": Message(
        "没有这个词条，或者您的账户不在可以看它的范围内。", "请返回检索。"
    ),
    "decision_not_found": Message(
        "没有这项裁定，或者您的账户不在可以看它的范围内。", "请返回裁定记录。"
    ),
    "citation_not_found": Message(
        "没有这条引文，或者您的账户不在可以看它的范围内。",
        "请核对地址，或到引文页查找。",
    ),
    "review_not_found": Message(
        "没有这份评议，或者您的账户不在可以看它的范围内。", "请到评议页查找。"
    ),
    "saved_search_not_found": Message(
        "没有这条保存的检索，或者不是您保存的。", "请到保存的检索页查看。"
    ),
    "synonyms_not_found": Message(
        "没有这组同义词，可能已被删去。", "请到同义词页查看。"
    ),
    "page_not_found": Message("这份文献没有这一页的原样。", "请下载原件查看。"),
    "address_not_found": Message("没有这个地址。", "请核对地址，或返回首页。"),
    # The archive itself.
    "archive_error": Message("档案库出错了。", "请稍后再试。"),
    "storage_failure": Message(
        "磁盘或数据库出错，没有收下任何内容。", "请联系系统管理员，排除故障后重传。"
    ),
    "storage_full": Message(
        "磁盘已满，没有收下任何内容。", "请系统管理员清理磁盘后重传。"
    ),
    "ocr_missing": Message(
        "没有安装文字识别组件。",
        '请运行 pip install "handover-archive[ocr]"，再试一次。',
    ),
    "archive_too_new": Message(
        "数据文件夹由更新的版本写成，本版本不能打开。", "请升级本软件。"
    ),
    "already_held": Message(
        "这个文件与库中文献 {document_id} 第 {version} 版完全相同。",
        "请核对是否选错了文件。",
    ),
    "backup_problem": Message("副本没有做成。", "请检查目标目录后重试。"),
    "folder_not_empty": Message(
        "“{path}”里已有内容，不会覆盖。", "请换一个不存在的或空的目录。"
    ),
    "bag_damaged": Message(
        "副本与其固定性清单不符：“{file}”等 {faults} 处，没有写入任何内容。",
        "请换用另一份备份，或从原存储介质重新复制。",
    ),
    "not_a_backup": Message(
        "“{path}”不是本系统做的备份。", "请指定 handover backup 写成的目录。"
    ),
    "backup_elsewhere": Message(
        "数据库不在数据目录里，不能这样备份或恢复。",
        "请用数据库自带的备份工具，并另存数据目录下的 originals。",
    ),
    "original_lost": Message(
        "原件缺失或已改变：{sha256}。", "请用 handover verify 核验，再从旧备份找回。"
    ),
    "too_many_saved": Message(
        "每人最多保存 {limit} 条检索。", "请先删去用不着的，再存新的。"
    ),
    "basket_full": Message("篮子里最多放 {limit} 段。", "请先取出用不着的，再放新的。"),
    "review_problem": Message("这份评议不能这样改动。", "请刷新页面后再试。"),
    "not_a_member": Message(
        "您不是这份评议的成员，可以看，不能写。", "请评议的成员把您加进来。"
    ),
    "review_is_final": Message(
        "评议已经定稿，不能再改。", "有新的意见，请另写一份评议。"
    ),
    "review_not_in_review": Message("只有审阅中的评议才能定稿。", "请先提交审阅。"),
    "review_changed": Message(
        "您书写的时候，别人已经存了第 {revision} 稿。",
        "您写的没有丢失，另存在“历次改动”里；请对照最新一稿并入。",
    ),
    "quotations_unproved": Message(
        "还有 {quotes} 处引文没有核实，不能定稿。",
        "请改正引文，或逐处写明不改的理由。",
    ),
    "invalid_input": Message(
        "“{field}”的值不对：{value}。", "请改正后再试。写法见接口说明。"
    ),
    "query_syntax_error": Message(
        "检索式在第 {position} 字处写法有误。", "请改正该处，或去掉符号按普通词检索。"
    ),
    "quote_not_found": Message(
        "文献里没有“{quote}”这段话。", "请从原文复制要引用的文字。"
    ),
    "index_failure": Message(
        "索引出错，暂时不能检索。", "文献都在，没有丢失；请稍候再试。"
    ),
    "index_unwritable": Message(
        "文件都已收下，但索引写不进去（{path}）。",
        "请检查磁盘空间和数据目录的权限；再次运行会自动补建索引。",
    ),
    "index_damaged": Message(
        "索引文件不完整，正在重新生成。", "文献都在，没有丢失；请稍候再试。"
    ),
    "index_rebuilding": Message(
        "正在重建索引，暂时不能检索。", "文献都在，没有丢失；请稍候再试。"
    ),
    # Requests.
    "web_error": Message("这个请求不能完成。", "请返回重试。"),
    "sign_in_needed": Message("请先登录。", "登录后继续；程序请附上有效的令牌。"),
    "sign_in_failed": Message("账户或密码不对。", "请检查后重新输入。"),
    "sign_in_delayed": Message("连续登录失败次数过多。", "请等 {seconds} 秒后再试。"),
    "link_expired": Message(
        "这个一次性链接已用过或已过期。", "请重新启动服务取得新链接，或用密码登录。"
    ),
    "not_allowed": Message(
        "您的账户没有这项操作的权限。", "需要时请向管理账户的人员申请。"
    ),
    "collection_not_allowed": Message(
        "您的账户不能向“{collection}”放入文献。", "请另选全宗，或向管理账户的人员申请。"
    ),
    "foreign_form": Message(
        "页面已过期，或请求不是从本站发出的。", "请刷新页面后重新提交。"
    ),
    "malformed_request": Message(
        "请求的内容读不出来（{field}）。", "请按接口说明改正后再发。"
    ),
    "unsupported_body": Message("这里不收这种内容类型。", "应为 {expected}。"),
    "method_not_allowed": Message("这个地址不支持此种请求方法。", "请查看接口说明。"),
    "request_too_large": Message(
        "本次上传的总大小超过上限 {limit_bytes}。", "请分几次上传。"
    ),
    "internal_failure": Message(
        "服务出错了，编号 {reference}。", "请把编号告诉系统管理员，以便查对日志。"
    ),
    # Setting up.
    "invalid_setting": Message("设置 {name} 的值不对：{value}。", "请改正后再启动。"),
    "no_user_yet": Message(
        "要让其他机器访问（{host}），须先有可以登录的账户。",
        "请先运行：handover user add 姓名 --role archivist",
    ),
    "no_archive": Message(
        "没有数据目录“{path}”。", "请核对 --data 或 HANDOVER_DATA；新建档案请先用 add。"
    ),
    "missing_argument": Message("缺少{name}。", "写法见 handover {verb} --help。"),
    "wrong_use": Message("命令写法不对：{reason}。", "写法见 handover --help。"),
    **{code: Message(*said) for code, said in TERM_MESSAGES.items()},
    "address_in_use": Message(
        "不能在 {host}:{port} 上提供服务，可能已被占用。",
        "请换一个端口（--port），或先停掉占用它的程序。",
    ),
    "account_exists": Message("账户“{name}”已经存在。", "请换一个名字。"),
}


PATH_AT_MOST = 1000


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "……"


def sentence(code: str, details: Mapping[str, object]) -> str:
    """Return what happened, in one Chinese sentence."""
    if code == "invalid_input" and (said := said_of_input(details)):
        return said[0]
    message = MESSAGES.get(code, MESSAGES["web_error"])
    return message.sentence.format_map(_facts(details))


def next_step(code: str, details: Mapping[str, object]) -> str:
    """Return what the reader may do about it."""
    if code == "invalid_input" and (said := said_of_input(details)):
        return said[1]
    message = MESSAGES.get(code, MESSAGES["web_error"])
    return message.next_step.format_map(_facts(details))


def words(code: str, details: Mapping[str, object]) -> str:
    """Return what happened and the next step, as error objects carry them."""
    return sentence(code, details) + next_step(code, details)


def _facts(details: Mapping[str, object]) -> _Facts:
    shown = _Facts()
    for key, value in details.items():
        is_size = key.endswith("_bytes") and isinstance(value, int)
        if key == "media_type":
            shown[key] = media_name(str(value))
        elif key in ("path", "file"):
            # A path is needed to its end.
            shown[key] = str(value)[-PATH_AT_MOST:]
        else:
            shown[key] = size(int(str(value))) if is_size else _short(value)
    return shown


def _short(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return _short("、".join(str(part) for part in value))
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"
