// SPDX-License-Identifier: Apache-2.0
/** Our files against those that others made of the same models: numbers, bytes, latency. */
@NullMarked
package io.espalier.bench.golden;

import org.jspecify.annotations.NullMarked;
