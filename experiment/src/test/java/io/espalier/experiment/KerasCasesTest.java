// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasReader;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files with settings that are easily lost, and right answers that numpy computed from what they hold. */
class KerasCasesTest {
    private static final JsonNode ANSWERS = answers();

    /** With operations, which are read but not written, or with the hard_sigmoid of Keras 2, which .keras files cannot hold. */
    private static final Set<String> NOT_WRITTEN = Set.of(
            "silu-beta.h5",
            "graph-nodes.h5",
            "keras1-bidirectional.h5",
            "conv-lstm.h5",
            "operations.h5",
            "more-operations.h5",
            "locally-connected-same.h5",
            "locally-connected-first.h5");

    @TempDir
    private Path folder;

    static Stream<String> files() {
        return ANSWERS.propertyStream().map(entry -> entry.getKey());
    }

    static Stream<String> writtenFiles() {
        return files().filter(name -> !NOT_WRITTEN.contains(name));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileAnswersWhatItSays(String name) throws IOException {
        Model model = KerasFiles.read(file(name));

        assertAnswers(name, model);
    }

    @ParameterizedTest
    @MethodSource("writtenFiles")
    void aModelThatIsWrittenAgainAnswersTheSame(String name) throws IOException {
        Model model = KerasFiles.read(file(name));
        for (String extension : List.of(".h5", ".keras")) {
            Path written = folder.resolve("written" + extension);

            KerasFiles.write(model, null, written);

            assertAnswers(name, KerasFiles.read(written));
            assertThat(KerasFiles.read(written).nodes()).isEqualTo(model.nodes());
        }
    }

    @Test
    void whatIsDoneInsteadOfTrainingIsSaid() throws IOException {
        List<String> notes = new ArrayList<>();

        KerasReader.standard().withNotes(notes::add).read(file("training-true.h5"));

        assertThat(notes).singleElement().asString().contains("layer 'b'", "training=True", "moving averages");
    }

    @Test
    void typesOf16BitsAreSaid() throws IOException {
        List<String> notes = new ArrayList<>();

        KerasReader.standard().withNotes(notes::add).read(file("mixed-float16.keras"));

        assertThat(notes).singleElement().asString().contains("layer 'd'", "mixed_float16", "float32");
    }

    @Test
    void weightsOfInt8AreSaid() throws IOException {
        List<String> notes = new ArrayList<>();

        KerasReader.standard().withNotes(notes::add).read(file("int8.keras"));

        assertThat(notes).singleElement().asString().contains("layer 'embedding'", "int8_from_float32", "in float");
    }

    private static void assertAnswers(String name, Model model) {
        JsonNode answer = ANSWERS.get(name);
        List<Tensor> inputs = new ArrayList<>();
        for (JsonNode input : answer.has("inputs") ? answer.get("inputs") : List.of(answer)) {
            inputs.add(input(input));
        }
        KerasAnswers asked = new KerasAnswers(model, inputs);
        List<float[]> answers = asked.inTflite();
        assertThat(answers).hasSameSizeAs(answer.get("outputs"));
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i))
                    .containsExactly(floats(answer.get("outputs").get(i)), within(1e-5f));
        }
        if (answers.size() == 1 && inputs.size() == 1) {
            assertThat(asked.inTensorFlow())
                    .containsExactly(floats(answer.get("outputs").get(0)), within(1e-5f));
        }
    }

    private static Tensor input(JsonNode given) {
        float[] input = floats(given.get("input"));
        List<Integer> shape = new ArrayList<>();
        given.get("shape").forEach(dimension -> shape.add(dimension.intValue()));
        shape.add(0, input.length / shape.stream().reduce(1, Math::multiplyExact));
        return Tensor.of(new Shape(shape), input);
    }

    private static float[] floats(JsonNode list) {
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).floatValue();
        }
        return numbers;
    }

    private static JsonNode answers() {
        try {
            return new JsonMapper().readTree(file("answers.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(String name) {
        URL found = Objects.requireNonNull(KerasCasesTest.class.getResource("keras/" + name), name);
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
