// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.bench.Report;
import io.espalier.bench.UsageException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunBenchmarkTest {
    private final Report report = new Report();

    @Test
    void withoutWordsAllAreListedOnALineEach() throws IOException {
        RunBenchmark.run(List.of(), report.out());

        assertThat(report.text().lines()).hasSize(Benchmarks.ALL.size() + 1);
        assertThat(report.text()).contains("epoch-time [ROUNDS [THREADS]]").contains("conversion-time");
    }

    @Test
    void namesAreUnique() {
        assertThat(Benchmarks.ALL).extracting(NamedBenchmark::name).doesNotHaveDuplicates();
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> RunBenchmark.run(List.of("speed"), report.out()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown benchmark speed");
    }

    @ParameterizedTest
    @CsvSource({
        "conversion-time, network=lab, 'ConversionTime.convert,ConversionTime.encode'",
        "quantization-time, model=mobile, 'QuantizationTime.dynamic,QuantizationTime.int8,QuantizationTime.int8Alone'"
    })
    void methodsAreTimedByJmh(String name, String parameter, String methods) throws IOException {
        RunBenchmark.run(
                List.of(name, "-p", parameter, "-f", "0", "-wi", "0", "-i", "1", "-bm", "ss", "-foe", "true"),
                report.out());

        assertThat(report.text()).contains(methods.split(",")).contains("ms/op");
    }

    @Test
    void anOptionThatJmhDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> RunBenchmark.run(List.of("conversion-time", "--fast"), report.out()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("fast");
    }
}
