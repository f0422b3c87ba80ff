// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.Preprocessing;
import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataOptionsTest {
    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path labels;

    @BeforeAll
    static void write() throws IOException {
        Model model = Model.sequential()
                .input(24, 24, 3)
                .add(Conv2D.of(2, 3))
                .add(new Flatten())
                .add(Dense.of(2))
                .build(1);
        keras = folder.resolve("net.h5");
        KerasFormat.H5.write(
                model,
                Provenance.here("train", null, null, List.of())
                        .withPreprocessing(Preprocessing.DEFAULT.withScaling(Scaling.SIGNED_UNIT)),
                keras);
        labels = Files.writeString(folder.resolve("labels.txt"), "cat\ndog\n");
    }

    @Test
    void inspectShowsWhatConvertWrites() throws IOException {
        Path file = folder.resolve("described.tflite");

        convert(
                file,
                "--labels",
                labels.toString(),
                "--description",
                "cats and dogs",
                "--output-name",
                "animal",
                "--input-name",
                "photo");

        assertThat(CommandRun.of("inspect", file.toString()).out())
                .contains(
                        "    description: cats and dogs",
                        "        name: photo",
                        "              mean: 127.5",
                        "              color_space: RGB",
                        "        name: animal",
                        "          type: TENSOR_AXIS_LABELS",
                        "    labels.txt: 2 lines: cat, dog",
                        "    'photo' : T#0");
        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("inspect", file.toString(), "--json").out());
        assertThat(json.at("/deployment/description").asText()).isEqualTo("cats and dogs");
        assertThat(json.at("/associatedFiles/0/text").asText()).isEqualTo("cat\ndog\n");
    }

    @Test
    void quantizeKeepsTheMetadataOfItsInputAndTakesMore() throws IOException {
        Path first = folder.resolve("first.tflite");
        Path second = folder.resolve("second.tflite");
        convert(first, "--labels", labels.toString());

        CommandRun run = CommandRun.of(
                "quantize",
                first.toString(),
                "-o",
                second.toString(),
                "--recipe",
                "dynamic",
                "--normalize",
                "124,116,104/58,57,57");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("MediaPipe ImageClassifier 1.1 refuses the file: it normalizes all channels alike");
        assertThat(CommandRun.of("inspect", second.toString()).out())
                .contains("mean: 124.0, 116.0, 104.0", "labels.txt: 2 lines: cat, dog");
    }

    @Test
    void aFileThatIsQuantizedAlreadyTakesMetadataAndABatchByTheRecipeNone() throws IOException {
        Path integers = folder.resolve("integers.tflite");
        Path described = folder.resolve("integers-described.tflite");
        convert(integers, "--quantize", "dynamic");

        CommandRun run = CommandRun.of(
                "quantize",
                integers.toString(),
                "-o",
                described.toString(),
                "--recipe",
                "none",
                "--batch",
                "1",
                "--labels",
                labels.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("the model is already quantized: its operators stay as they are", "Written    " + integers);
        Subgraph before = GraphReader.read(integers).main();
        Subgraph after = GraphReader.read(described).main();
        assertThat(after.operators()).isEqualTo(before.operators());
        assertThat(after.tensor(after.inputs().get(0)).shapeSignature()).isEqualTo(Ints.EMPTY);
    }

    @Test
    void aFixedBatchLeavesNothingOpen() throws IOException {
        Path file = folder.resolve("four.tflite");

        convert(file, "--batch", "4");

        Subgraph main = GraphReader.read(file).main();
        assertThat(main.tensor(main.outputs().get(0)).shape()).isEqualTo(Ints.of(4, 2));
        assertThat(main.tensors()).allMatch(tensor -> tensor.shapeSignature().isEmpty());
        assertThat(GraphReader.read(file).metadata("TFLITE_METADATA")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--labels | three.txt | three.txt: 3 labels, but output 'dense' has 2 classes",
                "--labels | none.txt | none.txt: no such file",
                "--labels | cats=labels.txt | the model has no output 'cats', but dense",
                "--normalize | 1 | --normalize '1' is no normalization; give MEAN,STD",
                "--normalize | 1,0 | a standard deviation is not positive",
                "--normalize | 1,2/3,4 | has 2 means and standard deviations",
                "--normalize | 1,2,3/4,5 | 3 means and 2 standard deviations",
                "--input-name | x=y | the model has no input 'x', but input",
                "--description | ' ' | --description is empty",
                "--batch | 0 | --batch must be 1 or more, not 0",
            })
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten(String option, String value, String message)
            throws IOException {
        Files.writeString(folder.resolve("three.txt"), "a\nb\nc\n");
        Path file = folder.resolve("refused.tflite");
        String given = value.endsWith(".txt") && !value.contains("=")
                ? folder.resolve(value).toString()
                : value.replace("labels.txt", labels.toString());

        CommandRun run = CommandRun.of("convert", keras.toString(), "-o", file.toString(), option, given);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(value.endsWith(".txt") && !value.contains("=") ? 3 : 2);
        assertThat(run.err()).contains(message);
        assertThat(file).doesNotExist();
    }

    private static void convert(Path target, String... more) throws IOException {
        CommandRun run = CommandRun.of(
                Stream.concat(Stream.of("convert", keras.toString(), "-o", target.toString()), Stream.of(more))
                        .toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }
}
