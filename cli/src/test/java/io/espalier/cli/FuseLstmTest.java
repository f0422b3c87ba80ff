// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuseLstmTest {
    private static final int EXAMPLES = 12;

    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path data;

    @BeforeAll
    static void writeAModelAndSequences() throws IOException {
        keras = folder.resolve("net.h5");
        Model model = Model.sequential()
                .input(20, 4)
                .add("both", Bidirectional.of(LSTM.of(6).withRecurrence(Recurrence.DEFAULTS.withSequences(true))))
                .add("one", LSTM.of(24))
                .add(Dense.of(3).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
        KerasFormat.H5.write(model, null, keras);
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer x = ByteBuffer.allocate(EXAMPLES * 20 * 4 * Float.BYTES).order(ByteOrder.nativeOrder());
        while (x.hasRemaining()) {
            x.putFloat((float) random.nextDouble(-1, 1));
        }
        ByteBuffer y = ByteBuffer.allocate(EXAMPLES * Integer.BYTES).order(ByteOrder.nativeOrder());
        while (y.hasRemaining()) {
            y.putInt(random.nextInt(3));
        }
        data = folder.resolve("data.npz");
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(data))) {
            writer.write("x", new NumericArray(ElementType.FLOAT32, List.of(EXAMPLES, 20, 4), x.flip()));
            writer.write("y", new NumericArray(ElementType.INT32, List.of(EXAMPLES), y.flip()));
        }
    }

    @Test
    void eachLstmBecomesOneOperatorAndEverySequenceIsEvaluatedFromZeros() throws Exception {
        Path steps = folder.resolve("steps.tflite");
        Path fused = folder.resolve("fused.tflite");
        CommandRun.of("convert", keras.toString(), "-o", steps.toString());

        CommandRun run = CommandRun.of("convert", keras.toString(), "-o", fused.toString(), "--recurrent", "fused");
        CommandRun compared = CommandRun.of("compare", steps.toString(), fused.toString(), "--data", data.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("layer 'both' (Bidirectional) stays step by step");
        assertThat(operators(fused)).containsOnlyOnce("UNIDIRECTIONAL_SEQUENCE_LSTM");
        assertThat(Files.size(fused)).isLessThan(Files.size(steps));
        assertThat(compared.exitCode()).as(compared.err()).isZero();
        assertThat(compared.out()).contains("100");
    }

    @Test
    void itIsCalibratedAndQuantizedToInt8() throws Exception {
        Path int8 = folder.resolve("int8.tflite");

        CommandRun run = CommandRun.of(
                "convert",
                keras.toString(),
                "-o",
                int8.toString(),
                "--recurrent",
                "fused",
                "--quantize",
                "int8",
                "--calibrate",
                data.toString(),
                "--plan");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("UNIDIRECTIONAL_SEQUENCE_LSTM +INTEGER");
    }

    @Test
    void anotherBatchThanOneExampleIsRefused() throws Exception {
        CommandRun run = CommandRun.of(
                "convert",
                keras.toString(),
                "-o",
                folder.resolve("batch.tflite").toString(),
                "--recurrent",
                "fused",
                "--batch",
                "4");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--recurrent fused makes a model that takes one example at a time");
    }

    @Test
    void stepsBecomeLoopsInASmallerFile() throws Exception {
        Path steps = folder.resolve("unrolled-int8.tflite");
        Path loops = folder.resolve("loops-int8.tflite");
        List<String> convert = List.of(
                "convert", keras.toString(), "--quantize", "int8", "--calibrate", data.toString(), "--batch", "1");

        CommandRun.of(Stream.concat(convert.stream(), Stream.of("-o", steps.toString()))
                .toArray(String[]::new));
        CommandRun run =
                CommandRun.of(Stream.concat(convert.stream(), Stream.of("-o", loops.toString(), "--recurrent", "loop"))
                        .toArray(String[]::new));
        CommandRun compared = CommandRun.of("compare", steps.toString(), loops.toString(), "--data", data.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("3 loops compute the steps of recurrent layers");
        assertThat(operators(loops)).filteredOn("WHILE"::equals).hasSize(3);
        assertThat(Files.size(loops)).isLessThan(Files.size(steps));
        assertThat(compared.exitCode()).as(compared.err()).isZero();
    }

    @Test
    void aFormThatDoesNotExistAndLoopsForARuntimeWithoutThemAreRefused() throws Exception {
        String out = folder.resolve("refused.tflite").toString();

        CommandRun unknown = CommandRun.of("convert", keras.toString(), "-o", out, "--recurrent", "lop");
        CommandRun opencv =
                CommandRun.of("convert", keras.toString(), "-o", out, "--recurrent", "loop", "--for", "opencv");
        CommandRun gpu = CommandRun.of("convert", keras.toString(), "-o", out, "--recurrent", "loop", "--for", "gpu");

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("choose from: unrolled, loop, fused");
        assertThat(opencv.exitCode()).isNotZero();
        assertThat(opencv.err()).contains("loop");
        assertThat(gpu.exitCode()).isNotZero();
        assertThat(gpu.err()).contains("WHILE");
    }

    private static List<String> operators(Path file) throws IOException {
        return GraphReader.read(file).main().operators().stream()
                .map(operator -> operator.code().name())
                .toList();
    }
}
