// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;

import io.espalier.experiment.page.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A confusion matrix as a table whose cells are the darker, the more examples they hold; those beside the diagonal by a scale of their own, since they
 * hold few.
 *
 * @param file that gave the answers
 * @param classNames by number; may be shorter than the matrix
 * @param counts rows are classes, columns answers
 */
record ConfusionTable(String file, List<String> classNames, List<List<Integer>> counts) {
    Html toHtml() {
        int worst = 1;
        for (int row = 0; row < counts.size(); row++) {
            for (int column = 0; column < counts.size(); column++) {
                worst = row == column ? worst : Math.max(worst, counts.get(row).get(column));
            }
        }
        List<Html> heads = new ArrayList<>();
        heads.add(Html.element("th", Html.attributes("scope", "col"), Html.text("is \\ answer")));
        List<Html> rows = new ArrayList<>();
        for (int row = 0; row < counts.size(); row++) {
            heads.add(Html.element("th", Html.attributes("scope", "col"), Html.text(name(row))));
            rows.add(row(row, worst));
        }
        return Html.element(
                "div",
                Html.attributes(
                        "class",
                        "wide",
                        "tabindex",
                        "0",
                        "role",
                        "region",
                        "aria-label",
                        "Confusion matrix of " + file),
                Html.element(
                        "table",
                        Html.attributes("class", "confusion"),
                        Html.of(
                                Html.element("caption", file),
                                Html.element("thead", Html.element("tr", Html.of(heads))),
                                Html.element("tbody", Html.of(rows)))));
    }

    private Html row(int row, int worst) {
        List<Html> cells = new ArrayList<>();
        cells.add(Html.element("th", Html.attributes("scope", "row"), Html.text(name(row))));
        int all =
                Math.max(1, counts.get(row).stream().mapToInt(Integer::intValue).sum());
        for (int column = 0; column < counts.size(); column++) {
            int count = counts.get(row).get(column);
            boolean right = row == column;
            double share = right ? (double) count / all : (double) count / worst;
            Map<String, String> attributes = Html.attributes("class", right ? "right" : "wrong");
            if (count > 0) {
                attributes.put("style", String.format(Locale.US, "--v:%.0f%%", 12 + 38 * share));
            } else {
                attributes.put("class", "none");
            }
            cells.add(Html.element("td", attributes, Html.text(count == 0 ? "\u00b7" : grouped(count))));
        }
        return Html.element("tr", Html.of(cells));
    }

    private String name(int number) {
        return number < classNames.size() ? classNames.get(number) : Integer.toString(number);
    }
}
