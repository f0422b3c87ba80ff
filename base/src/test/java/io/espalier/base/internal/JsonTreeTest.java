// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    private static final JsonMapper JACKSON = new JsonMapper();

    @RepeatedTest(50)
    void treesAreThoseOfJackson(RepetitionInfo repetition) throws Exception {
        String text = value(new Random(repetition.getCurrentRepetition()), 4);

        JsonNode tree = JsonTree.parse(text);

        assertThat(tree).isEqualTo(JACKSON.readTree(text));
        assertThat(JACKSON.readTree(JsonTree.print(tree))).isEqualTo(tree);
        assertThat(JsonTree.print(tree)).isEqualTo(JACKSON.writeValueAsString(tree));
    }

    @Test
    void whatJsonCannotSayIsNull() throws Exception {
        ObjectNode tree = JACKSON.createObjectNode().put("none", Double.NaN).put("two", 2.5f);
        tree.putArray("all").add(1).add(Float.NEGATIVE_INFINITY).addObject().put("more", Double.POSITIVE_INFINITY);

        JsonNode read = JACKSON.readTree(JsonTree.indented(tree));

        assertThat(read)
                .isEqualTo(JACKSON.readTree("{\"none\": null, \"two\": 2.5, \"all\": [1, null, {\"more\": null}]}"));
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> String.valueOf(random.nextInt());
            case 3 -> String.valueOf(random.nextLong());
            case 4 -> random.nextLong() + "1234567890";
            case 5 -> random.nextBoolean() ? "\"a \\\" b\\n\"" : String.valueOf(random.nextGaussian());
            case 6 -> "[" + String.join(", ", values(random, depth)) + "]";
            default ->
                "{"
                        + String.join(
                                ", ",
                                values(random, depth).stream()
                                        .map(value -> "\"k" + random.nextInt(3) + "\": " + value)
                                        .toList())
                        + "}";
        };
    }

    private static List<String> values(Random random, int depth) {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(each -> value(random, depth - 1))
                .toList();
    }

    @Test
    void whatIsPrintedIsAscii() throws Exception {
        JsonNode tree = JsonTree.parse("{\"name\": \"Sp\u00e4ne\"}");

        assertThat(JsonTree.print(tree)).isEqualTo("{\"name\":\"Sp\\u00E4ne\"}");
    }

    @Test
    void nothingIsAMissingTree() throws Exception {
        assertThat(JsonTree.parse(" ").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1, 2", "{\"a\" 1}", "nul", "[1,]"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> JsonTree.parse(text));
    }

    @Test
    void whatNestsTooDeepIsRefused() {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> JsonTree.parse("[".repeat(2000)));
    }
}
