// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** What a page of the site says, in HTML. Text of the source is escaped. */
final class PageBody {
    private PageBody() {}

    static String html(SourcePage page, Links links) {
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .attributeProviderFactory(context -> new SiteAttributes(page, links))
                .escapeHtml(true)
                .build();
        // Wide tables scroll in a box of their own, which the keyboard reaches.
        return renderer.render(page.document())
                .replace("<table>", "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>")
                .replace("</table>", "</table></div>")
                .replace("<pre>", "<pre tabindex=\"0\">");
    }

    private record SiteAttributes(SourcePage page, Links links) implements AttributeProvider {
        @Override
        public void setAttributes(Node node, String tag, Map<String, String> attributes) {
            if (node instanceof Heading heading) {
                attributes.put("id", page.anchors().get(heading));
            } else if (node instanceof Link link) {
                attributes.put("href", links.resolve(page, link.getDestination()));
            } else if (node instanceof Image image) {
                attributes.put("src", links.resolve(page, image.getDestination()));
            } else if (tag.equals("th")) {
                attributes.put("scope", "col");
            }
        }
    }
}
