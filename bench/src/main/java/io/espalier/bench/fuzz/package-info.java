// SPDX-License-Identifier: Apache-2.0
/**
 * Damaged files for every reader: each file is read, or refused with an exception of Espalier's. {@code scripts/run-fuzz} lets Jazzer find
 * such files; {@link io.espalier.bench.fuzz.FuzzTargets} lists the readers.
 */
@NullMarked
package io.espalier.bench.fuzz;

import org.jspecify.annotations.NullMarked;
