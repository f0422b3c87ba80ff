// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final Pattern NAME = Pattern.compile("y=\"([0-9.]+)\" text-anchor=\"start\"[^>]*>file \\d+<");

    @Test
    void barsAreAsLongAsTheirValues() {
        String svg = Chart.bars("Bytes").with("half", 50).with("whole", 100).toSvg();

        List<Double> widths = Pattern.compile("width=\"([0-9.]+)\" height=\"16.0\"")
                .matcher(svg)
                .results()
                .map(bar -> Double.parseDouble(bar.group(1)))
                .toList();
        assertThat(widths.get(1)).isCloseTo(2 * widths.get(0), offset(0.2));
    }

    @Test
    void namesOfPointsNeverOverlap() {
        Chart chart = Chart.points("Size", "bytes", "accuracy");
        for (int file = 0; file < 40; file++) {
            chart = chart.with("file " + file, 5000 + file % 3, 0.95);
        }

        double[] heights = NAME.matcher(chart.toSvg())
                .results()
                .map((MatchResult name) -> Double.parseDouble(name.group(1)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        assertThat(heights).hasSize(40);
        assertThat(IntStream.range(1, 40).mapToDouble(i -> heights[i] - heights[i - 1]))
                .allSatisfy(apart -> assertThat(apart).isGreaterThan(15));
    }

    @Test
    void aLineOfEqualValuesAndASinglePointAreDrawn() {
        assertThat(Chart.lines("Flat", "epoch", "loss").with("a", 0, 0, 0).toSvg())
                .contains("0.000");
        assertThat(Chart.lines("One", "epoch", "loss").with("a", 3).toSvg()).doesNotContain("NaN");
        assertThat(Chart.points("One", "x", "y").with("a", 3, 4).toSvg()).doesNotContain("NaN");
        assertThat(Chart.histogram("Zeros").with("a", 0, 0).toSvg()).contains("100.0% zeros");
    }

    @Test
    void epochsAreWholeNumbers() {
        String svg = Chart.lines("Two", "epoch", "loss").with("a", 3, 4).toSvg();

        assertThat(svg).contains(">1<", ">2<").doesNotContain(">1.5<").doesNotContain(">1.2<");
    }

    @Test
    void namesAreEscaped() {
        assertThat(Chart.bars("a < b & c").with("<script>", 1).toSvg())
                .contains("a &lt; b &amp; c")
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void thePictureHasColours() {
        BufferedImage picture = Chart.bars("Bytes").with("all", 1).toImage();

        int[] colors = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        assertThat(IntStream.of(colors).map(color -> color & 0xffffff)).contains(0xffffff, 0x0072b2);
    }

    @Test
    void whatCannotBeShownIsRefused() {
        assertThatThrownBy(() -> Chart.bars("Bytes").with("a", Double.NaN)).hasMessageContaining("cannot show: NaN");
        assertThatThrownBy(() -> Chart.points("Size", "x", "y").with("a", 1)).hasMessageContaining("two are needed");
        assertThatThrownBy(() -> Chart.bars("Nothing").toImage()).hasMessageContaining("shows nothing");
    }
}
