// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreedyPlannerTest {
    /** TFLite Micro's greedy_memory_planner_test.cc: bytes, first and last step of each buffer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 0 1, 20 1 2, 30 2 3, 40 3 4, 50 0 1 | 50 70 40 0 0 |  90",
                "10 0 1, 20 2 3                         | 0 0          |  20",
                "100 0 1, 50 2 3, 20 1 2                | 0 0 100      | 120"
            })
    void microsOwnExamplesGetItsOffsets(String buffers, String offsets, long bytes) {
        MemoryPlan plan = GreedyPlanner.plan(requests(buffers), 1);

        assertThat(plan.offsets().stream()).containsExactlyElementsOf(numbers(offsets));
        assertThat(plan.bytes()).isEqualTo(bytes);
    }

    /** The MobileNet of 250 KB of its person detection example. */
    @Test
    void thePersonDetectorTakesLessThanTheSumOfItsBuffers() {
        List<BufferRequest> requests = requests("9216 0 29, 3 28 29, 256 27 28, 2304 26 27, 2304 25 26, 2304 24 25, "
                + "1152 23 24, 4608 22 23, 4608 21 22, 4608 20 21, 4608 19 20, 4608 18 19, 4608 17 18, 4608 16 17, "
                + "4608 15 16, 4608 14 15, 4608 13 14, 4608 12 13, 2304 11 12, 9216 10 11, 9216 9 10, 9216 8 9, "
                + "4608 7 8, 18432 6 7, 18432 5 6, 18432 4 5, 9216 3 4, 36864 2 3, 18432 1 2, 18432 0 1");

        MemoryPlan plan = GreedyPlanner.plan(requests, 1);

        assertThat(requests.stream().mapToLong(BufferRequest::bytes).sum()).isEqualTo(241_027);
        assertThat(plan.bytes()).isEqualTo(36_864 + 18_432 + 9_216);
        assertApart(requests, plan, 1);
    }

    @Test
    void ofEqualBuffersTheLastComesFirst() {
        MemoryPlan plan = GreedyPlanner.plan(requests("16 0 1, 16 0 1, 16 0 1"), 16);

        assertThat(plan.offsets().stream()).containsExactly(32L, 16L, 0L);
    }

    @Test
    void buffersOfAnySizeAreApartAndAligned() {
        SplittableRandom random = new SplittableRandom(17);
        for (int alignment : List.of(1, 4, 16)) {
            List<BufferRequest> requests = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int first = random.nextInt(50);
                requests.add(new BufferRequest(random.nextInt(1000), new Lifetime(first, first + random.nextInt(20))));
            }

            assertApart(requests, GreedyPlanner.plan(requests, alignment), alignment);
        }
    }

    @Test
    void nothingTakesNoMemory() {
        assertThat(GreedyPlanner.plan(List.of(), 16).bytes()).isZero();
    }

    private static void assertApart(List<BufferRequest> requests, MemoryPlan plan, int alignment) {
        for (int one = 0; one < requests.size(); one++) {
            long offset = plan.offset(one);
            long end = offset + requests.get(one).bytes();
            assertThat(offset % alignment).isZero();
            assertThat(end).isLessThanOrEqualTo(plan.bytes());
            for (int other = 0; other < one; other++) {
                boolean isApart = plan.offset(other) >= end
                        || plan.offset(other) + requests.get(other).bytes() <= offset;
                assertThat(isApart
                                || !requests.get(one)
                                        .lifetime()
                                        .overlaps(requests.get(other).lifetime()))
                        .as("buffers %d and %d", other, one)
                        .isTrue();
            }
        }
    }

    private static List<BufferRequest> requests(String buffers) {
        return Stream.of(buffers.split(", "))
                .map(GreedyPlannerTest::numbers)
                .map(buffer -> new BufferRequest(
                        buffer.get(0),
                        new Lifetime(buffer.get(1).intValue(), buffer.get(2).intValue())))
                .toList();
    }

    private static List<Long> numbers(String text) {
        return Stream.of(text.split(" ")).map(Long::valueOf).toList();
    }
}
