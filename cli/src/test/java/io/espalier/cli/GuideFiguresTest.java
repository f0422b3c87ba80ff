// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Lines that pages show of what the lab prints have the figures of the report that the tables of the guide are made from. */
class GuideFiguresTest {
    private static final Pattern BEGINNING =
            Pattern.compile("^ *((\\S+(\\.h5|\\.tflite|-c)) +\\||(Smallest|Most accurate|Recommended for [a-z ]+):)");

    @Test
    void thePagesShowTheReportAsItIsPrinted() throws IOException {
        Map<String, String> printed = CommandRun.of("report", "../docs/figures/mnist")
                .out()
                .lines()
                .filter(line -> !beginning(line).isEmpty())
                .collect(Collectors.toMap(GuideFiguresTest::beginning, String::strip));
        List<String> shown = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String page : GuideBlock.pages()) {
            for (GuideBlock block : GuideBlock.of(page)) {
                for (String line : block.isOutput() ? block.lines() : List.<String>of()) {
                    if (printed.containsKey(beginning(line))) {
                        shown.add(page + ": " + line.strip());
                        expected.add(page + ": " + printed.get(beginning(line)));
                    }
                }
            }
        }

        assertThat(shown).as("run scripts/update-figures").isEqualTo(expected).hasSizeGreaterThan(20);
    }

    private static String beginning(String line) {
        Matcher matcher = BEGINNING.matcher(line);
        return matcher.find() ? matcher.group(1).replaceAll("\\s+", " ") : "";
    }
}
