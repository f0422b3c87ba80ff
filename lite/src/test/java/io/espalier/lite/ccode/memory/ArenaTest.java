// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaTest {
    private static final int WIDTH = 8;

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    @Test
    void ofWhatLiesBetweenAConvolutionAndAPoolOnlyAFewRowsExist() {
        int input = picture(28);
        int convolved = step(26, new Window(28, 1, 0, 3), input);
        int pooled = step(13, new Window(26, 2, 0, 2), convolved);
        int output = step(1, new Window(13, 1, 0, 13), pooled);

        Arena arena = Arena.of(program(input, output));

        assertThat(arena.bytes()).isEqualTo((2 + 13) * WIDTH);
        assertThat(arena.groups().get(0).kept()).containsEntry(convolved, 2).doesNotContainKey(pooled);
    }

    @Test
    void aTensorThatIsReadElsewhereStaysWhole() {
        int input = picture(16);
        int first = step(16, Window.same(16), input);
        int second = step(16, new Window(16, 1, 1, 3), first);
        int third = whole(16, second);
        int output = step(16, List.of(Window.same(16), Window.same(16)), third, first);

        Arena arena = Arena.of(program(input, output));

        assertThat(arena.groups()).allSatisfy(group -> assertThat(group.kept()).doesNotContainKey(first));
        assertThat(arena.bytes()).isGreaterThanOrEqualTo(2 * 16 * WIDTH);
    }

    @Test
    void aStepMayWriteWhereAnInputIsThatNobodyNeedsAfterwards() {
        int input = picture(16);
        int first = whole(16, input);
        int second = whole(16, first);
        Step last = steps.remove(steps.size() - 1);
        steps.add(last.inPlaceOf(0));
        int output = whole(16, second);

        assertThat(Arena.of(program(input, output)).bytes()).isEqualTo(16 * WIDTH);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noRowIsOverwrittenBeforeItsLastReaderHasReadIt(long seed) {
        Program program = random(new Random(seed));

        for (Group group : Arena.of(program).groups()) {
            run(program, group);
        }
    }

    /** A net of pictures: windows, strides, and sums of tensors of the same height. */
    private Program random(Random random) {
        int input = picture(24 + random.nextInt(24));
        List<Integer> made = new ArrayList<>(List.of(input));
        int last = input;
        for (int number = 0; number < 10; number++) {
            int height = height(last);
            int tried = last;
            List<Integer> equals = made.stream()
                    .filter(tensor -> height(tensor) == height && tensor != tried)
                    .toList();
            if (!equals.isEmpty() && random.nextInt(3) == 0) {
                int other = equals.get(random.nextInt(equals.size()));
                last = step(height, List.of(Window.same(height), Window.same(height)), last, other);
            } else {
                int extent = 1 + random.nextInt(4);
                int stride = 1 + random.nextInt(2);
                int before = random.nextInt(extent);
                int rows = Math.max(1, (height + before - extent) / stride + 1);
                last = step(rows, new Window(height, stride, before, extent), last);
            }
            made.add(last);
        }
        return program(input, last);
    }

    /** Runs a group as the generated functions do, with rows that know which they are. */
    private void run(Program program, Group group) {
        List<Step> all = group.steps();
        int[] done = new int[all.size()];
        Map<Integer, Integer> writers = new HashMap<>();
        Map<Integer, int[]> buffers = new HashMap<>();
        for (int number = 0; number < all.size(); number++) {
            int output = all.get(number).output();
            writers.put(output, number);
            buffers.put(output, new int[group.kept().getOrDefault(output, height(output))]);
        }
        produce(
                all,
                all.size() - 1,
                all.get(all.size() - 1).rows().orElseThrow().rows(),
                done,
                writers,
                buffers);
        assertThat(program.steps()).containsAll(all);
    }

    private void produce(
            List<Step> all,
            int number,
            int rows,
            int[] done,
            Map<Integer, Integer> writers,
            Map<Integer, int[]> buffers) {
        Step step = all.get(number);
        for (; done[number] < rows; done[number]++) {
            for (int position = 0; position < step.inputs().size(); position++) {
                Integer writer = writers.get(step.inputs().get(position));
                if (writer != null) {
                    Window window = step.rows().orElseThrow().windows().get(position);
                    produce(all, writer, window.needed(done[number]), done, writers, buffers);
                }
            }
            compute(step, done[number], buffers);
        }
    }

    private void compute(Step step, int y, Map<Integer, int[]> buffers) {
        for (int position = 0; position < step.inputs().size(); position++) {
            int[] buffer = buffers.get(step.inputs().get(position));
            Window window = step.rows().orElseThrow().windows().get(position);
            for (int row = window.first(y); buffer != null && row < window.needed(y); row++) {
                assertThat(buffer[row % buffer.length])
                        .as("row of input %s", position)
                        .isEqualTo(row + 1);
            }
        }
        int[] output = Objects.requireNonNull(buffers.get(step.output()));
        output[y % output.length] = y + 1;
    }

    private int picture(int height) {
        tensors.add(Tensor.activation("t" + tensors.size(), TensorType.INT8, Ints.of(1, height, WIDTH, 1)));
        return tensors.size() - 1;
    }

    private int height(int tensor) {
        return tensors.get(tensor).shape().get(1);
    }

    private int step(int rows, Window window, int input) {
        return step(rows, List.of(window), input);
    }

    private int step(int rows, List<Window> windows, Integer... inputs) {
        int output = picture(rows);
        steps.add(Step.of("s" + steps.size(), "kernel", List.of(inputs), output)
                .byRows(rows, windows.toArray(Window[]::new)));
        return output;
    }

    /** A step that computes only as a whole. */
    private int whole(int rows, int input) {
        int output = picture(rows);
        steps.add(Step.of("s" + steps.size(), "kernel", List.of(input), output));
        return output;
    }

    private Program program(int input, int output) {
        return new Program(new Subgraph("main", tensors, Ints.of(input), Ints.of(output), List.of()), steps, Map.of());
    }
}
