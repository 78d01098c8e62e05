"""Where the nodes of a signed network are drawn: camps apart, opposition long, support short.

The picture is a stress layout (E. Gansner, Y. Koren & S. North, "Graph Drawing by Stress
Majorization", Graph Drawing 2004): distances on paper follow distances wished for. The wishes
know signs: short between allies, long between opponents, which no force that pulls along every
edge can give. No node is pulled towards somebody for sharing an enemy.

The places are the same whole numbers on every machine. Two habits see to that: floating-point
work is done one exactly rounded operation after another (sums by explicit loops, since the
libraries behind ``@`` and ``sum`` choose their order by processor), and what sine and cosine
give is rounded at once.

Time grows with the square of the number of nodes: well under a second for 50, a few seconds for
500, and from about 1,000 the stress is left out and camps are laid on circles.
"""

from __future__ import annotations

from clivage.layout.boxes import LINE, MARK, WIDEST, Box, Place, box, text_width
from clivage.layout.clarity import hull
from clivage.layout.page import places

__all__ = ["LINE", "MARK", "WIDEST", "Box", "Place", "box", "hull", "places", "text_width"]
