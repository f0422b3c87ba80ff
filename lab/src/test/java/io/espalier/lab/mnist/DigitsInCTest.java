// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.Toolchain;
import io.espalier.train.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's models as C, on the 1,000 test digits of the sample. */
@Tag("conformance")
class DigitsInCTest {
    private static final int PIXELS = 784;

    @TempDir
    private static Path folder;

    private static List<byte[]> digits;

    @BeforeAll
    static void runTheLab() throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        ExperimentConsole quiet = new ExperimentConsole(nowhere, nowhere, false, ProgressListener.NONE);
        MnistLabSettings settings = new MnistLabSettings("mnist-sample", false, 1, 7, 2, folder, false, false);
        new MnistLab(settings, quiet, new StopSignal()).run();
        digits = digits(LabData.open("mnist-sample", false, quiet).split().test());
    }

    @Test
    void everyMachineAnswersAsXnnpackDoes() throws IOException {
        for (String name : List.of("int8", "pcqat-int8", "smallest-int8")) {
            Path file = folder.resolve(name + ".tflite");
            List<byte[]> expected = answers(file, digits);
            for (Objective objective : Objective.values()) {
                CExport export = CExport.of(
                        GraphReader.read(file), CSettings.named("digits").with(objective));
                CModel model = new CModel("digits", export.header(), export.source());
                assertEqual(Rig.run(Toolchain.host(), model, digits).outputs(), expected);
                assertEqual(
                        Rig.run(Toolchain.cortexM4(), model, digits.subList(0, 100))
                                .outputs(),
                        expected.subList(0, 100));
                assertEqual(
                        Rig.run(Toolchain.bigEndian(), model, digits.subList(0, 100))
                                .outputs(),
                        expected.subList(0, 100));
            }
        }
    }

    /** As the models take them: a pixel of 0 is -128. */
    private static List<byte[]> digits(Dataset examples) {
        List<byte[]> digits = new ArrayList<>();
        for (int example = 0; example < examples.size(); example++) {
            byte[] digit = new byte[PIXELS];
            examples.read(
                    new int[] {example},
                    0,
                    1,
                    ByteBuffer.wrap(digit),
                    ByteBuffer.allocate(examples.targets().bytes()).order(ByteOrder.nativeOrder()));
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                digit[pixel] = (byte) (digit[pixel] - 128);
            }
            digits.add(digit);
        }
        return digits;
    }

    private static void assertEqual(List<byte[]> outputs, List<byte[]> expected) {
        assertThat(outputs.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }

    private static List<byte[]> answers(Path file, List<byte[]> inputs) throws IOException {
        List<byte[]> answers = new ArrayList<>();
        try (Interpreter interpreter = Interpreter.open(file, InterpreterOptions.DEFAULTS)) {
            for (byte[] input : inputs) {
                interpreter.writeInput(0, ByteBuffer.allocateDirect(PIXELS).put(0, input));
                interpreter.run();
                ByteBuffer output = ByteBuffer.allocateDirect(10);
                interpreter.readOutput(0, output);
                byte[] answer = new byte[10];
                output.get(0, answer);
                answers.add(answer);
            }
        }
        return answers;
    }
}
