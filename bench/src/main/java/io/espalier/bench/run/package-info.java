// SPDX-License-Identifier: Apache-2.0
/** The table of all benchmarks and the command that runs them; start at {@link io.espalier.bench.run.RunBenchmark}. */
@NullMarked
package io.espalier.bench.run;

import org.jspecify.annotations.NullMarked;
