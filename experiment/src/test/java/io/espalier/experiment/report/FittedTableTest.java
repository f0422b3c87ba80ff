// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.freva.asciitable.ColumnData;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FittedTableTest {
    private static final String LONG = "experiments/of/last/week/number-42/with/a-very-long-name-int8.tflite";

    private static final List<ColumnData<String>> COLUMNS = List.of(
            TableColumns.left("model", name -> name),
            TableColumns.right("accuracy", name -> "0.9712"),
            TableColumns.right("gzip bytes", name -> "1,234,567"),
            TableColumns.right("latency p50", name -> "1234.5 \u00b5s"),
            TableColumns.right("p95", name -> "2345.6 \u00b5s"),
            TableColumns.right("values", name -> "20,410"));

    private static final List<String> DISPENSABLE = List.of("p95", "values", "latency p50", "gzip bytes");

    private static String table(String name, OptionalInt width) {
        return new FittedTable<>(List.of("int8.tflite", name), COLUMNS, DISPENSABLE).text(width);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        for (String name : List.of("float.tflite", LONG, "x".repeat(200))) {
            assertThat(table(name, OptionalInt.of(width)).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        }
    }

    @Test
    void whatIsLeftOutIsTheLeastImportantAndIsNamed() {
        String table = table("float.tflite", OptionalInt.of(60));

        assertThat(table.lines().findFirst().orElseThrow())
                .contains("latency p50")
                .doesNotContain("p95", "values");
        assertThat(table).endsWith("Columns left out to fit the window: p95, values");
    }

    @Test
    void aLongNameGoesOnBelowAtAPlaceThatPartsItsWords() {
        String table = table(LONG, OptionalInt.of(80));

        assertThat(table).contains(" experiments/of/last/week/number-42/ ", "   with/a-very-long-name-int8.tflite ");
        assertThat(table.lines().filter(line -> line.contains("0.9712"))).hasSize(2);
    }

    @Test
    void nothingIsLeftOutWhereThereIsNoTerminal() {
        assertThat(table(LONG, OptionalInt.empty()))
                .contains(LONG, "accuracy", "gzip bytes", "latency p50", "p95", "values")
                .doesNotContain("left out");
    }

    @Test
    void nothingIsLeftOutWhereThereIsRoom() {
        assertThat(table("float.tflite", OptionalInt.of(120))).isEqualTo(table("float.tflite", OptionalInt.empty()));
    }
}
