// SPDX-License-Identifier: Apache-2.0
/**
 * Compiles generated C and runs it: on this machine, on an emulated Cortex-M4, and on an emulated big-endian machine. Start at
 * {@link io.espalier.testing.rig.Rig}. Everything here needs compilers and emulators, so tests that use it are tagged {@code conformance}.
 */
@NullMarked
package io.espalier.testing.rig;

import org.jspecify.annotations.NullMarked;
