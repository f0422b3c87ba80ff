// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Preprocessing;
import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.DeploymentMetadata.MismatchException;
import io.espalier.lite.file.DeploymentMetadata.Normalization;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Target;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentMetadataTest {
    private static final List<String> ANIMALS = List.of("cat", "dog", "Eichhörnchen");

    @TempDir
    private Path folder;

    @Test
    void labelsLieUncompressedBehindTheModelAndTheMetadataNameThem() throws IOException {
        Path file = folder.resolve("animals.tflite");

        GraphWriter.write(
                DeploymentMetadata.NONE.withLabels(ANIMALS).in(photographs()).graph(), file);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry labels = zip.getEntry("labels.txt");
            assertThat(labels.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(new String(zip.getInputStream(labels).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("cat\ndog\nEichhörnchen\n");
        }
        ObjectNode tree = DeploymentMetadata.of(GraphReader.read(file)).orElseThrow();
        assertThat(tree.at("/subgraph_metadata/0/output_tensor_metadata/0/associated_files")
                        .toString())
                .isEqualTo("[{\"name\":\"labels.txt\",\"type\":\"TENSOR_AXIS_LABELS\"}]");
        assertThat(tree.at("/subgraph_metadata/0/output_tensor_metadata/0/name").asText())
                .isEqualTo("animal");
        assertThat(tree.at("/min_parser_version").asText()).isEqualTo("1.0.0");
    }

    @Test
    void newLabelsReplaceOldOnesAndAllElseStays() {
        Graph first = DeploymentMetadata.NONE
                .withLabels(ANIMALS)
                .withDescription("animals")
                .withNormalization(Normalization.of(127.5f, 127.5f))
                .in(photographs())
                .graph();

        Graph second = DeploymentMetadata.NONE
                .withLabels(List.of("a", "b", "c"))
                .in(first)
                .graph();

        assertThat(DeploymentMetadata.files(second)).containsOnlyKeys("labels.txt");
        assertThat(DeploymentMetadata.files(second).values())
                .containsExactly(Buffer.ofBytes("a\nb\nc\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(DeploymentMetadata.of(second)).isEqualTo(DeploymentMetadata.of(first));
    }

    @Test
    void normalizationIsThatOfThePreprocessingUnlessAnotherIsGiven() {
        Graph graph = photographs()
                .withProvenance(Provenance.here("train", null, null, List.of())
                        .withPreprocessing(Preprocessing.DEFAULT.withScaling(Scaling.SIGNED_UNIT)));

        Graph recorded = DeploymentMetadata.NONE.in(graph).graph();
        Graph given = DeploymentMetadata.NONE
                .withNormalization("image", new Normalization(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f)))
                .in(graph)
                .graph();

        assertThat(input(recorded)).contains("\"mean\":[127.5],\"std\":[127.5]", "\"color_space\":\"RGB\"");
        assertThat(input(given)).contains("\"mean\":[1.0,2.0,3.0],\"std\":[4.0,5.0,6.0]");
    }

    @Test
    void aScalingToTheUnitIntervalIsAStandardDeviationOf255() {
        assertThat(Normalization.of(Scaling.UNIT)).contains(Normalization.of(0, 255));
        assertThat(Normalization.of(Scaling.SIGNED_UNIT)).contains(Normalization.of(127.5f, 127.5f));
        assertThat(Normalization.of(Scaling.IDENTITY)).contains(Normalization.of(0, 1));
        assertThat(Normalization.of(new Scaling(0, 1))).isEmpty();
    }

    @Test
    void newNamesAreThoseOfTheSignatureToo() {
        Graph named = DeploymentMetadata.NONE
                .withInputName("image", "photo")
                .withOutputName(DeploymentMetadata.ONLY, "probability")
                .withLabels("probability", ANIMALS)
                .in(photographs())
                .graph();

        assertThat(named.outputNames()).containsExactly("probability");
        assertThat(named.signatures().get(0).inputs().get(0).name()).isEqualTo("photo");
        assertThat(input(named)).startsWith("{\"name\":\"photo\"");
    }

    @Test
    void aNumberOfLabelsThatIsNotThatOfTheClassesIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> DeploymentMetadata.NONE
                        .withLabels(List.of("cat", "dog"))
                        .in(photographs()))
                .isInstanceOf(MismatchException.class)
                .hasMessage("2 labels, but output 'animal' has 3 classes; give one label for each, in class order");
    }

    @Test
    void labelsNeedTheNameOfOneOfSeveralOutputsAndScoresInIt() {
        Graph two = twoOutputs();

        assertThatThrownBy(() -> DeploymentMetadata.NONE.withLabels(ANIMALS).in(two))
                .hasMessage("the model has 2 outputs: name one of animal, map");
        assertThatThrownBy(() ->
                        DeploymentMetadata.NONE.withLabels("plant", ANIMALS).in(two))
                .hasMessage("the model has no output 'plant', but animal, map");
        assertThatThrownBy(
                        () -> DeploymentMetadata.NONE.withLabels("map", ANIMALS).in(two))
                .hasMessageStartingWith("output 'map' of shape [-1, 6, 6, 3] and type FLOAT32 has no labels");
        assertThat(DeploymentMetadata.files(DeploymentMetadata.NONE
                        .withLabels("animal", ANIMALS)
                        .in(two)
                        .graph()))
                .containsOnlyKeys("labels-0.txt");
        assertThatThrownBy(() ->
                        DeploymentMetadata.NONE.withOutputName("map", "animal").in(two))
                .hasMessageContaining("two outputs would have one name");
    }

    @Test
    void aNormalizationOfAnotherNumberOfChannelsIsRefused() {
        Normalization two = new Normalization(List.of(1f, 2f), List.of(1f, 1f));

        assertThatThrownBy(() -> DeploymentMetadata.NONE.withNormalization(two).in(photographs()))
                .hasMessageContaining("2 means")
                .hasMessageContaining("has 3 channels");
        assertThatThrownBy(() -> Normalization.of(0, 0)).hasMessageContaining("not positive");
        assertThatThrownBy(() -> new Normalization(List.of(1f), List.of())).hasMessageContaining("1 means and 0");
    }

    @Test
    void theTableOfMediaPipeKnowsTheNormalization() {
        Normalization unequal = new Normalization(List.of(124f, 116f, 104f), List.of(58f, 57f, 57f));

        assertThat(mediaPipe(DeploymentMetadata.NONE))
                .containsExactly("a float input needs NormalizationOptions in the metadata");
        assertThat(mediaPipe(DeploymentMetadata.NONE.withNormalization(unequal)))
                .containsExactly("it normalizes all channels alike (UNIMPLEMENTED otherwise)");
        assertThat(mediaPipe(DeploymentMetadata.NONE.withNormalization(Normalization.of(0, 255))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.00392157, 0", "0.02, 1"})
    void bytesThatMeanSomethingElseThanTheNormalizationSaysAreNoted(float scale, int notes) {
        Graph graph = photographs();
        List<Tensor> tensors = new ArrayList<>(graph.main().tensors());
        int input = graph.main().inputs().get(0);
        tensors.set(
                input,
                tensors.get(input).withType(TensorType.UINT8).withQuantization(Quantization.perTensor(scale, 0)));

        assertThat(DeploymentMetadata.NONE
                        .withNormalization(Normalization.of(0, 255))
                        .in(graph.withMain(graph.main().withTensors(tensors)))
                        .notes())
                .hasSize(notes);
    }

    private static List<String> mediaPipe(DeploymentMetadata metadata) {
        return Target.MEDIAPIPE.findings(metadata.in(photographs()).graph()).stream()
                .map(Finding::reason)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat\ndog\nEichhörnchen", "\uFEFFcat\r\ndog\r\nEichhörnchen\r\n\r\n"})
    void labelsAreTheLinesOfATextFile(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("labels.txt"), text);

        assertThat(DeploymentMetadata.readLabels(file)).isEqualTo(ANIMALS);
    }

    @Test
    void filesThatHoldNoLabelsAreRefused() throws IOException {
        Path gap = Files.writeString(folder.resolve("gap.txt"), "cat\n\ndog\n");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'E', (byte) 0xe4});

        assertThatThrownBy(() -> DeploymentMetadata.readLabels(gap)).hasMessageContaining("gap.txt, line 2: empty");
        assertThatThrownBy(() -> DeploymentMetadata.readLabels(empty)).hasMessageContaining("no labels");
        assertThatThrownBy(() -> DeploymentMetadata.readLabels(latin)).hasMessageContaining("not text in UTF-8");
    }

    private static String input(Graph graph) {
        return DeploymentMetadata.of(graph)
                .orElseThrow()
                .at("/subgraph_metadata/0/input_tensor_metadata/0")
                .toString();
    }

    private static Graph photographs() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor image = builder.apply("image", new Input(Shape.of(8, 8, 3)));
        SymbolicTensor flat = builder.apply("flat", new Flatten(), image);
        return Converter.convert(builder.build(1, builder.apply("animal", Dense.of(3), flat)));
    }

    private static Graph twoOutputs() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor image = builder.apply("image", new Input(Shape.of(8, 8, 3)));
        SymbolicTensor map = builder.apply("map", Conv2D.of(3, 3), image);
        SymbolicTensor flat = builder.apply("flat", new Flatten(), map);
        return Converter.convert(builder.build(1, builder.apply("animal", Dense.of(3), flat), map));
    }
}
