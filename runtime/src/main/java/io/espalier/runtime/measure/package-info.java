// SPDX-License-Identifier: Apache-2.0
/** Latency, measured. */
@NullMarked
package io.espalier.runtime.measure;

import org.jspecify.annotations.NullMarked;
