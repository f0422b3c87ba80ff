// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/**
 * What can be searched: each section of each page with its text. A script rather than JSON, since pages that are opened from a folder may load no
 * JSON.
 */
final class SearchIndex {
    private SearchIndex() {}

    /** A section: the address of its heading, the page's title, the heading, and what stands below it. */
    record Section(String address, String page, String heading, String text) {}

    static String script(Collection<SourcePage> pages) {
        List<List<String>> rows = pages.stream()
                .flatMap(page -> sections(page).stream())
                .map(section -> List.of(section.address(), section.page(), section.heading(), section.text()))
                .toList();
        try {
            return "window.espalierSearch = " + new JsonMapper().writeValueAsString(rows) + ";\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can be written as JSON", e);
        }
    }

    static List<Section> sections(SourcePage page) {
        List<Section> sections = new ArrayList<>();
        String address = page.address();
        String heading = page.title();
        StringBuilder text = new StringBuilder();
        for (Node node = page.document().getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading next) {
                if (!text.isEmpty()) {
                    sections.add(new Section(address, page.title(), heading, text.toString()));
                }
                address = page.address() + "#" + page.anchors().get(next);
                heading = SourcePage.text(next);
                text.setLength(0);
            } else {
                text.append(SourcePage.text(node).replaceAll("\\s+", " ")).append(' ');
            }
        }
        sections.add(new Section(address, page.title(), heading, text.toString()));
        return sections;
    }
}
