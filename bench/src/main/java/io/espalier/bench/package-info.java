// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements that {@code docs/results.md} shows, and what they share: arguments, files of others, data, networks, and {@link
 * io.espalier.bench.InTurn}, which compares two things in one run. {@link io.espalier.bench.run.RunBenchmark} lists and runs them.
 */
@NullMarked
package io.espalier.bench;

import org.jspecify.annotations.NullMarked;
