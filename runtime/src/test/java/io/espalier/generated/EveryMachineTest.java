// SPDX-License-Identifier: Apache-2.0
package io.espalier.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Golden;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.RigRun;
import io.espalier.testing.rig.Toolchain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Generated C answers what TFLite with XNNPACK does, on machines of both byte orders, as C and as C++. */
@Tag("conformance")
class EveryMachineTest {
    private static final int INPUTS = 50;

    @Test
    void smallCAnswersTheSameOnEveryMachine() throws IOException {
        answerTheSame(CSettings.named("digits"), Toolchain.cpp(), Toolchain.sanitized(), Toolchain.bigEndian());
        answerTheSame(
                CSettings.named("digits"),
                Toolchain.cortexM4(),
                Toolchain.board("-mcpu=cortex-m0plus", "-mthumb", "-Os"));
    }

    @Test
    void quickCInTheCallersMemoryAnswersTheSameOnEveryMachine() throws IOException {
        CSettings settings = CSettings.named("digits").with(Objective.SPEED).with(ArenaPlace.CALLER);

        answerTheSame(settings, Toolchain.host(), Toolchain.calledFromCpp(), Toolchain.sanitized());
        answerTheSame(
                settings, Toolchain.bigEndian(), Toolchain.cortexM4F(), Toolchain.board("-mcpu=cortex-m3", "-O3"));
    }

    private static void answerTheSame(CSettings settings, Toolchain... machines) throws IOException {
        TfliteModel model = TfliteModel.read(Golden.file("mnist_softmax/int8.tflite"));
        CExport export = CExport.of(model.graph(), settings);
        CModel generated = new CModel(settings.name(), export.header(), export.source());
        List<byte[]> inputs = new ArrayList<>();
        List<byte[]> answers = new ArrayList<>();
        try (Interpreter interpreter = Interpreter.open(model, InterpreterOptions.DEFAULTS)) {
            Random random = new Random(17);
            for (int i = 0; i < INPUTS; i++) {
                byte[] input = new byte[interpreter.inputs().get(0).bytes()];
                byte[] answer = new byte[interpreter.outputs().get(0).bytes()];
                random.nextBytes(input);
                interpreter.writeInput(0, ByteBuffer.wrap(input));
                interpreter.run();
                interpreter.readOutput(0, ByteBuffer.wrap(answer));
                inputs.add(input);
                answers.add(answer);
            }
        }

        for (Toolchain machine : machines) {
            RigRun run = Rig.run(machine, generated, inputs);
            assertThat(run.outputs()).as(machine.toString()).containsExactlyElementsOf(answers);
        }
    }
}
