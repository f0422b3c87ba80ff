// SPDX-License-Identifier: Apache-2.0
/** Generated C on an emulated microcontroller and on this machine. */
@NullMarked
package io.espalier.bench.board;

import org.jspecify.annotations.NullMarked;
