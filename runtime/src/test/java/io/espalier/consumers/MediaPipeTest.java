// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.consumers.Consumer.Outputs;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.file.DeploymentMetadata;
import io.espalier.lite.file.DeploymentMetadata.Normalization;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ImageClassifier of MediaPipe 1.1.0 in Chromium. */
@Tag("conformance")
class MediaPipeTest {
    private static final List<String> LABELS = List.of("cat", "dog", "Eichhörnchen", "松鼠", "a b");
    private static final DeploymentMetadata LABELLED = DeploymentMetadata.NONE.withLabels(LABELS);
    private static final Normalization SIGNED = Normalization.of(127.5f, 127.5f);
    private static final Values PIXELS = Values.bytes(3, 1, 32, 32, 3);

    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.mediaPipe();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "float16", "dynamic", "weight_only_int8", "int8"})
    void itGivesOurLabelsAndNormalizesAsWeSay(String recipe) {
        byte[] file = written(LABELLED.withNormalization(SIGNED)
                .in(Networks.quantized(Networks.photographs(), Recipe.named(recipe)))
                .graph());

        Outputs outputs = (Outputs) run(file);

        assertThat(outputs.labels()).isEqualTo(LABELS);
        Values normalized = PIXELS.scaled(1 / 127.5f, -1);
        assertThat(outputs.values()
                        .get(0)
                        .differenceFrom(Tflite.XNNPACK
                                .run(file, List.of(normalized))
                                .values()
                                .get(0)))
                .isLessThan(recipe.equals("int8") ? 2.0 / 256 : 1e-3);
    }

    @Test
    void newLabelsAreThoseThatItGivesAfterQuantizingToo() {
        Graph first =
                LABELLED.withNormalization(SIGNED).in(Networks.photographs()).graph();
        Graph read = GraphReader.read(ByteBuffer.wrap(GraphWriter.toBytes(first)));
        List<String> other = List.of("1", "2", "3", "4", "5");

        Graph second = DeploymentMetadata.NONE
                .withLabels(other)
                .in(Networks.quantized(read, Recipe.named("dynamic")))
                .graph();

        assertThat(((Outputs) run(written(second))).labels()).isEqualTo(other);
    }

    @Test
    void bytesReachAUint8InputAsTheyAre() {
        Recipe bytes = Recipe.named("int8").withInputType(BoundaryType.UINT8).withOutputType(BoundaryType.UINT8);
        byte[] file = written(LABELLED.withNormalization(Normalization.of(0, 1))
                .in(Networks.quantized(Networks.photographs(), bytes))
                .graph());

        Values stored = Tflite.XNNPACK.run(file, List.of(PIXELS)).values().get(0);

        assertThat(run(file).values().get(0).differenceFrom(stored.scaled(1f / 256, 0)))
                .isLessThan(1e-6);
    }

    @Test
    void whatNotesWarnOfIsRefused() {
        Normalization unequal = new Normalization(List.of(124f, 116f, 104f), List.of(58f, 58f, 58f));
        Graph apart =
                LABELLED.withNormalization(unequal).in(Networks.photographs()).graph();
        Graph without = LABELLED.in(Networks.photographs()).graph();
        Graph integers = LABELLED.withNormalization(SIGNED)
                .in(Networks.quantized(
                        Networks.photographs(), Recipe.named("int8").withInputType(BoundaryType.INT8)))
                .graph();

        assertThat(run(written(apart)).refusal()).contains("UNIMPLEMENTED");
        assertThat(run(written(without)).refusal()).contains("NormalizationOptions");
        assertThat(run(written(integers)).refusal()).contains("got INT8");
        assertThat(List.of(apart, without, integers))
                .allMatch(graph -> Target.MEDIAPIPE.verdict(graph) == Verdict.REFUSED);
    }

    private static Consumer.Answer run(byte[] file) {
        return browser.run(file, List.of(PIXELS.shaped(32, 32, 3)));
    }

    private static byte[] written(Graph graph) {
        return GraphWriter.toBytes(graph);
    }
}
