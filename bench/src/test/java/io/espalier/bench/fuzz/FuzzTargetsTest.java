// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class FuzzTargetsTest {
    @TempDir
    private Path folder;

    // what slf4j says of itself is no word of a reader
    @BeforeAll
    static void startLogging() {
        LoggerFactory.getILoggerFactory();
    }

    static List<FuzzTarget> targets() {
        return FuzzTargets.ALL;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everySeedIsReadWithoutAWord(FuzzTarget target) throws IOException {
        for (byte[] seed : target.seeds().make()) {
            assertThat(target.reads(seed, folder)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void damagedSeedsAreReadOrRefusedAndNothingElse(FuzzTarget target) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (byte[] seed : target.seeds().make()) {
            for (int trial = 0; trial < 30; trial++) {
                byte[] damaged = seed.clone();
                for (int flip = 0; flip <= trial % 4; flip++) {
                    damaged[random.nextInt(seed.length)] = (byte) random.nextInt();
                }
                int length = trial % 3 == 0 ? random.nextInt(seed.length) : seed.length;
                refused += target.reads(Arrays.copyOf(damaged, length), folder) ? 0 : 1;
            }
        }
        assertThat(refused).isPositive();
    }
}
