// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import java.util.Collection;

/**
 * A chart in Vega-Lite, in a frame with a title, what it shows, and its figures as a table behind it, which is all that is there without JavaScript.
 *
 * <p>The specification names no colours but those of the style sheet, such as {@code var(--c1)}, which follow light, dark and paper. Without a width it is
 * as wide as its frame. A layer of points whose name is {@code labelled} gets labels from the field {@code label}; they never cover each other, and those
 * with a smaller field {@code rank} come first.
 *
 * @param id unique in the page
 * @param title of the chart, any text
 * @param label what the chart shows, in a sentence for those who cannot see it
 * @param specification the Vega-Lite specification in JSON, with the data in it
 * @param table the same figures
 */
public record Chart(String id, String title, String label, String specification, DataTable table) {
    private static final String CLASS = "chart";

    /** The frame with everything in it. */
    public Html toHtml() {
        Html drawing = Html.element(
                "div", Html.attributes("class", "drawing", "role", "img", "aria-label", label), Html.EMPTY);
        Html figures = Html.element("details", Html.of(Html.element("summary", "Figures"), table.toHtml()));
        Html specificationInPage =
                Html.trusted("<script type=\"application/json\">" + Json.embedded(specification) + "</script>");
        return Html.element(
                "figure",
                Html.attributes("class", CLASS, "id", id),
                Html.of(Html.element("figcaption", title), drawing, specificationInPage, figures));
    }

    /** Charts beside each other, as many as fit. */
    public static Html beside(Collection<Chart> charts) {
        return Html.element(
                "div",
                Html.attributes("class", "charts"),
                Html.of(charts.stream().map(Chart::toHtml).toList()));
    }

    static boolean isIn(Html body) {
        return body.markup().contains("<figure class=\"" + CLASS + "\"");
    }
}
