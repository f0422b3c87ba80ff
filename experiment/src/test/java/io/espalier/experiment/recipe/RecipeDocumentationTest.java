// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.base.RecipeException;
import io.espalier.data.LossName;
import io.espalier.data.Metric;
import io.espalier.data.Task.Kind;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of docs/compression.md, and of the pages of its techniques, against the records that read recipes. */
class RecipeDocumentationTest {
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Map<StepKind, String> SMALLEST = Map.of(
            StepKind.PRUNE, "prune: 0.8",
            StepKind.PRUNE_FILTERS, "prune_filters: 0.5",
            StepKind.CLUSTER, "cluster: 16",
            StepKind.QUANTIZE_AWARE, "quantize_aware: 8",
            StepKind.DISTIL, "distil: original",
            StepKind.FINE_TUNE, "fine_tune: ",
            StepKind.QUANTIZE, "quantize: int8",
            StepKind.EXPORT, "export: [h5]");

    private static final List<String> PAGES = List.of(
            "compression",
            "pruning",
            "structured-pruning",
            "clustering",
            "quantization-aware-training",
            "distillation");

    private static List<String> lines;

    /** A row of a table: a key, its default and what is said of it. */
    private record Row(String key, String usual, String meaning) {
        /** The default as a recipe has it; empty if it is in words. */
        String usualValue() {
            return codes(usual).stream().findFirst().orElse("");
        }
    }

    @BeforeAll
    static void read() throws IOException {
        lines = new ArrayList<>();
        for (String page : PAGES) {
            lines.addAll(Files.readAllLines(Path.of("..", "docs", page + ".md")));
        }
    }

    @ParameterizedTest
    @EnumSource(value = StepKind.class, names = "QUANTIZE", mode = EnumSource.Mode.EXCLUDE)
    void theTableOfStepsHasEveryKeyWithItsDefault(StepKind kind) throws IOException {
        Map<String, Row> rows = rows(kind);
        Map<String, String> defaults = defaults(kind);

        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(keys(kind));
        rows.forEach((key, row) -> assertThat(row.usualValue())
                .as("default of %s in %s", key, kind.key())
                .isEqualTo(defaults.getOrDefault(key, "")));
    }

    @ParameterizedTest
    @EnumSource(StepKind.class)
    void theTableOfStepsHasJustTheValuesThatRecipesTake(StepKind kind) {
        Map<String, Row> rows = rows(kind);
        for (RecordComponent component : kind.type().getRecordComponents()) {
            Row row = rows.get(snake(component.getName()));
            if (component.getType().isEnum() && row != null) {
                List<String> taken = Arrays.stream(component.getType().getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                        .filter(value -> isTaken(kind, row.key() + ": " + value))
                        .toList();
                assertThat(codes(row.meaning()).stream().distinct())
                        .as("values of %s in %s", row.key(), kind.key())
                        .containsExactlyInAnyOrderElementsOf(taken);
            }
        }
    }

    @Test
    void thePatternsAndFormatsThatAreNamedExist() {
        Row pattern = row(rows(StepKind.PRUNE), "pattern");

        assertThat(codes(pattern.meaning()))
                .isNotEmpty()
                .allMatch(value -> isTaken(StepKind.PRUNE, "pattern: '" + value + "'"));
        assertThat(codes(row(rows(StepKind.EXPORT), "name").meaning()))
                .containsExactlyInAnyOrderElementsOf(FormatName.all());
    }

    @Test
    void theTableOfTheRecipeHasEveryKeyWithItsDefaultAndValues() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (List<String> cells : table("| key of the recipe |")) {
            rows.put(codes(cells.get(0)).get(0), new Row(codes(cells.get(0)).get(0), cells.get(1), cells.get(2)));
        }
        JsonNode recipe = new YAMLMapper()
                .readTree(CompressionRecipe.parse("steps: [{fine_tune: }]", "mine")
                        .toYaml());

        assertThat(rows.keySet())
                .containsExactly(CompressionRecipe.class
                        .getAnnotation(JsonPropertyOrder.class)
                        .value());
        assertThat(Stream.of("seed", "batch_size", "validation_split"))
                .allSatisfy(key -> assertThat(row(rows, key).usualValue())
                        .isEqualTo(recipe.path(key).asText()));
        assertThat(codes(row(rows, "task").meaning())).isEqualTo(words(Kind.keys()));
        assertThat(codes(row(rows, "loss").meaning())).isEqualTo(words(LossName.keys()));
        assertThat(codes(row(rows, "metric").meaning())).isEqualTo(words(Metric.keys()));
    }

    @Test
    void theTableOfRecipesHasEachThatIsPartOfEspalier() {
        List<String> named = table("| recipe | steps |").stream()
                .flatMap(cells -> codes(cells.get(0)).stream())
                .toList();

        assertThat(named).containsExactlyElementsOf(CompressionRecipe.names());
    }

    @Test
    void theTableOfTasksHasTheMetricsOfEach() {
        List<List<String>> rows = table("| task | outputs |");

        assertThat(rows.stream().map(cells -> codes(cells.get(0)).get(0))).isEqualTo(words(Kind.keys()));
        for (List<String> cells : rows) {
            Kind kind = Kind.named(codes(cells.get(0)).get(0)).orElseThrow();
            List<Metric> usual = kind.usualMetrics();
            assertThat(cells.get(3)).startsWith(usual.get(0).label());
            assertThat(usual.subList(1, usual.size()))
                    .allMatch(metric -> cells.get(4).contains(metric.label()));
        }
    }

    private static Row row(Map<String, Row> rows, String key) {
        return Objects.requireNonNull(rows.get(key), key);
    }

    private static boolean isTaken(StepKind kind, String setting) {
        try {
            CompressionRecipe.parse("steps:\n  - " + SMALLEST.get(kind) + "\n    " + setting, "mine");
            return true;
        } catch (RecipeException e) {
            return false;
        }
    }

    /** What a step may say, without its first key. */
    private static List<String> keys(StepKind kind) {
        Class<?> type = kind == StepKind.FINE_TUNE ? Training.class : kind.type();
        List<String> keys = new ArrayList<>(
                List.of(type.getAnnotation(JsonPropertyOrder.class).value()));
        if (kind == StepKind.DISTIL) {
            keys.addAll(List.of(
                    Teaching.class.getAnnotation(JsonPropertyOrder.class).value()));
            keys.remove("teacher");
        }
        if (kind != StepKind.FINE_TUNE) {
            keys.remove(kind.key());
        }
        return keys;
    }

    /** The values that a recipe has where nothing is said, as text. */
    private static Map<String, String> defaults(StepKind kind) throws IOException {
        JsonNode step = new YAMLMapper()
                .readTree(CompressionRecipe.parse("steps: [{" + SMALLEST.get(kind) + "}]", "mine")
                        .toYaml())
                .path("steps")
                .path(0);
        Map<String, String> defaults = new TreeMap<>();
        step.properties().forEach(entry -> {
            if (entry.getKey().equals(kind.key())) {
                entry.getValue().properties().forEach(inner -> defaults.put(inner.getKey(), text(inner.getValue())));
            } else {
                defaults.put(entry.getKey(), text(entry.getValue()));
            }
        });
        return defaults;
    }

    private static String text(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText();
    }

    private static Map<String, Row> rows(StepKind kind) {
        Map<String, Row> rows = new LinkedHashMap<>();
        String ofStep = "| key of `" + kind.key() + "` |";
        if (lines.stream().anyMatch(line -> line.startsWith(ofStep))) {
            for (List<String> cells : table(ofStep)) {
                String key = codes(cells.get(0)).get(0);
                rows.put(key, new Row(key, cells.get(1), cells.get(2)));
            }
            return rows;
        }
        for (List<String> cells : table("| step | key |")) {
            if (codes(cells.get(0)).get(0).split(":")[0].equals(kind.key())) {
                String key = codes(cells.get(1)).get(0);
                rows.put(key, new Row(key, cells.get(2), cells.get(3)));
            }
        }
        return rows;
    }

    /** The cells of the rows below a heading. */
    private static List<List<String>> table(String heading) {
        List<String> below = lines.stream()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(below).as(heading).isNotEmpty();
        return below.stream()
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map(MatchResult::group)
                .map(code -> code.substring(1, code.length() - 1))
                .toList();
    }

    private static List<String> words(String keys) {
        return List.of(keys.split(", "));
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
