// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

/**
 * A part of a page with a heading of its own.
 *
 * @param id the name to which a link may point; unique in the page
 * @param title the heading, any text; empty for none
 * @param body what stands below it
 * @param style CSS that the body needs beyond that of the page, or empty. Two sections with the same style have it in the page once
 * @param script JavaScript that the body needs, or empty; runs when the page is there, in a function of its own. Two sections with the same script have
 *     it in the page once
 */
public record Section(String id, String title, Html body, String style, String script) {
    /** A section that needs nothing but the page's own style sheet and script. */
    public Section(String id, String title, Html body) {
        this(id, title, body, "", "");
    }

    Html toHtml() {
        Html heading = title.isEmpty() ? Html.EMPTY : Html.element("h2", title);
        return Html.element("section", Html.attributes("id", id), Html.of(heading, body));
    }
}
