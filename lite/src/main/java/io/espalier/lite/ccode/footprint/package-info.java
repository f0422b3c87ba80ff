// SPDX-License-Identifier: Apache-2.0
/** Flash and RAM that generated C takes, as a compiler for microcontrollers makes it: {@link io.espalier.lite.ccode.footprint.CortexM4}. */
@NullMarked
package io.espalier.lite.ccode.footprint;

import org.jspecify.annotations.NullMarked;
