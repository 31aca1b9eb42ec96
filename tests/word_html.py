"""What Word puts on the clipboard, and what is left of it once it is stored."""

WORD_HTML = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15"><title>Document1</title>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {mso-style-parent:""; font-family:"Calibri",sans-serif;} --></style>
</head><body lang=FR style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoNormal style='mso-margin-top-alt:auto'><font face="Arial" color="#1F497D"><span
style='font-size:12.0pt;mso-fareast-language:FR'>Les musées ont dit\N{NO-BREAK SPACE}:
\N{LEFT DOUBLE QUOTATION MARK}l\N{RIGHT SINGLE QUOTATION MARK}avenir\N{RIGHT DOUBLE QUOTATION MARK}\N{HORIZONTAL ELLIPSIS}<o:p></o:p></span></font></p>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'><span style='mso-ansi-language:FR'>Gras</span></b>, <i
style='mso-bidi-font-style:normal'>penché</i>, <u>souligné</u> et <a href="https://icom.example/?a=1&amp;b=2"
style='mso-style-priority:99'><span style='color:blue'>un lien</span></a>.<o:p></o:p></p>
<h2 style='mso-outline-level:2'>Un titre<o:p></o:p></h2>
<!--[if !supportLists]--><ul style='margin-top:0cm' type=disc><li class=MsoListParagraph
style='mso-list:l0 level1 lfo1'>premier<o:p></o:p></li><li class=MsoListParagraph>second<o:p></o:p></li></ul><!--[endif]-->
<table class=MsoTableGrid border=1><tr><td style='mso-border-alt:solid'><p class=MsoNormal>cellule<o:p></o:p></p></td></tr></table>
<p class=MsoNormal><![if !vml]><span style='mso-ignore:vglayout'>fin</span><![endif]><o:p>\N{NO-BREAK SPACE}</o:p></p>
<!--EndFragment--></body></html>
"""


def stored(*, title: str, blank: str = "\N{NO-BREAK SPACE}") -> str:
    """The words in their order. `title`: the element of the heading; `blank`: what the last, empty mark of Word leaves."""
    return (
        "<p>Les musées ont dit\N{NO-BREAK SPACE}: “l’avenir”…</p>"
        '<p><b>Gras</b>, <i>penché</i>, souligné et <a href="https://icom.example/?a=1&amp;b=2">un lien</a>.</p>'
        f"<{title}>Un titre</{title}><ul><li>premier</li><li>second</li></ul><p>cellule</p><p>fin{blank}</p>"
    )
