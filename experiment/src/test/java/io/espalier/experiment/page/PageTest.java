// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>'\"&\u202e\u0000";

    @Test
    void noNameBecomesMarkup() {
        DataTable table = new DataTable(
                HOSTILE,
                List.of(DataTable.Column.text(HOSTILE), DataTable.Column.number("bytes", HOSTILE)),
                List.of(DataTable.Row.of(DataTable.Cell.text(HOSTILE), DataTable.Cell.number(3, "3"))));
        Chart chart = new Chart("chart", HOSTILE, HOSTILE, "{\"title\":\"</script><img>\"}", table);

        String page = Page.titled(HOSTILE, HOSTILE)
                .with(new Section("section", HOSTILE, chart.toHtml()))
                .withData("data", "{\"name\":\"</script><!--\"}")
                .toHtml();

        assertThat(page).doesNotContain("<img", "\u202e", "\u0000").contains("&lt;/script&gt;&lt;img src=x");
        assertThat(page.split("</script>", -1).length).isEqualTo(page.split("<script", -1).length);
    }

    @Test
    void aPageWithoutChartsHasNoLibraryForCharts() {
        String page = Page.titled("Model", "")
                .with(new Section("graph", "Graph", Html.text("drawn"), "i{color:red}", "go()"))
                .with(new Section("after", "After", Html.text("drawn"), "i{color:red}", "go()"))
                .toHtml();

        assertThat(page)
                .hasSizeLessThan(30_000)
                .containsOnlyOnce("i{color:red}")
                .containsOnlyOnce("go()");
    }

    @Test
    void nothingInThePageComesFromElsewhere() {
        DataTable table = new DataTable("figures", List.of(DataTable.Column.text("name")), List.of());
        String page = Page.titled("Charts", "")
                .with(new Section("s", "Charts", new Chart("c", "c", "c", "{}", table).toHtml()))
                .toHtml();

        assertThat(page).contains("default-src 'none'").doesNotContain("src=\"http", "@import");
        assertThat(page.length()).isLessThan(900_000);
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> new DataTable(
                        "figures",
                        List.of(DataTable.Column.text("name")),
                        List.of(DataTable.Row.of(DataTable.Cell.NONE, DataTable.Cell.NONE))))
                .hasMessageContaining("2 cells in a table of 1 columns");
    }

    @Test
    void aPageIsWrittenAsOneFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("page.html");

        Page.titled("Modèle", "").write(file);

        assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").contains("<h1>Modèle</h1>");
    }
}
