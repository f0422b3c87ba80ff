// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rig, with small models written by hand. */
@Tag("conformance")
class RigTest {
    private static final List<Toolchain> ALL = List.of(
            Toolchain.host(),
            Toolchain.cpp(),
            Toolchain.calledFromCpp(),
            Toolchain.sanitized(),
            Toolchain.bigEndian(),
            Toolchain.cortexM4(),
            Toolchain.cortexM4F(),
            Toolchain.board("-mcpu=cortex-m0plus", "-mthumb", "-O2"));

    @Test
    void everyMachineAnswersTheSameForAThousandInputs() throws Exception {
        CModel tiny = HandMade.read("tiny");
        List<byte[]> inputs = randomBytes(1000, 4);

        for (Toolchain toolchain : ALL) {
            assertThat(Rig.run(toolchain, tiny, inputs).outputs())
                    .as(toolchain.toString())
                    .hasSize(1000)
                    .allSatisfy(output -> assertThat(output).hasSize(3))
                    .satisfies(outputs -> assertThat(outputs.get(7)).isEqualTo(expected(inputs.get(7))));
        }
    }

    @Test
    void stateStaysFromInputToInputOrStartsAnew() throws Exception {
        CModel sum = HandMade.read("running_sum");
        List<byte[]> inputs = List.of(floatsAndShort(1, 2, 3), floatsAndShort(10, 20, -2));

        for (Toolchain toolchain : ALL) {
            assertThat(floats(Rig.run(toolchain, sum, inputs).outputs().get(1)))
                    .as(toolchain.toString())
                    .containsExactly(11, 22, -20, -40);
            assertThat(floats(Rig.run(toolchain, sum.resettingEachTime(), inputs)
                            .outputs()
                            .get(1)))
                    .containsExactly(10, 20, -20, -40);
        }
    }

    @Test
    void instructionsAreThoseOfALoopOfKnownLength() throws Exception {
        for (int rounds : List.of(0, 1_000, 1_000_000)) {
            // an instruction to load a constant, and two in each round
            CModel loop = HandMade.loop("__asm__ volatile(\"ldr r2, =" + (rounds + 1)
                    + "\\n1:\\n\\tsubs r2, r2, #1\\n\\tbne 1b\" : : : \"r2\", \"cc\");");

            RigRun run = Rig.run(Toolchain.cortexM4(), loop, randomBytes(64, 1));

            assertThat(run.meanTicks()).isCloseTo(2.0 * (rounds + 1) + 10, within(20.0));
        }
    }

    @Test
    void theDeepestStackIsThatOfAnArrayOfKnownLength() throws Exception {
        CModel deep = HandMade.loop("volatile char room[1000]; room[0] = in[0]; room[999] = room[0];");

        long stack = Rig.run(Toolchain.cortexM4(), deep, randomBytes(3, 1)).stackBytes();

        assertThat(stack).isBetween(1000L, 1050L);
    }

    @Test
    void whatIsWrongFailsWithTheWordsOfTheCompilerOrTheMachine() throws Exception {
        List<byte[]> inputs = randomBytes(2, 1);

        assertFails(Toolchain.host(), HandMade.loop("int unused;"), inputs, "unused variable");
        assertFails(Toolchain.host(), HandMade.loop("out[20] = 1;"), inputs, "wrote outside");
        assertFails(Toolchain.cortexM4(), HandMade.loop("out[-1] = 1;"), inputs, "wrote outside");
        assertFails(Toolchain.bigEndian(), HandMade.loop("return 1;"), inputs, "something else than 0");
        assertFails(Toolchain.sanitized(), HandMade.loop("out[0] = in[1];"), inputs, "global-buffer-overflow");
        assertFails(Toolchain.cortexM4(), HandMade.loop("*(volatile int *) 0x60000000 = 1;"), inputs, "fault");
        assertFails(
                Toolchain.cortexM4(),
                HandMade.loop("volatile char big[80000]; big[0] = in[0];"),
                inputs,
                "ended with code");
        assertFails(
                new Toolchain(
                        List.of("no-such-compiler"), List.of(), List.of(), List.of(), "platform_hosted.c", List.of()),
                HandMade.loop(""),
                inputs,
                "no-such-compiler");
    }

    private static void assertFails(Toolchain toolchain, CModel model, List<byte[]> inputs, String words) {
        assertThatThrownBy(() -> Rig.run(toolchain, model, inputs))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(words);
    }

    private static byte[] expected(byte[] in) {
        int[] sums = {in[0] - 2 * in[1] + 3 * in[2] - 4 * in[3], 127 * (in[0] + in[1] + in[2] + in[3]), in[3]};
        byte[] out = new byte[3];
        for (int i = 0; i < 3; i++) {
            out[i] = (byte) Math.max(-128, Math.min(127, sums[i]));
        }
        return out;
    }

    private static List<byte[]> randomBytes(int count, int size) {
        Random random = new Random(17);
        List<byte[]> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] input = new byte[size];
            random.nextBytes(input);
            inputs.add(input);
        }
        return inputs;
    }

    private static byte[] floatsAndShort(float first, float second, int third) {
        return ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(first)
                .putFloat(second)
                .putShort((short) third)
                .array();
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
