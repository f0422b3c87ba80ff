// SPDX-License-Identifier: Apache-2.0
/** Calibration, evaluation and searches on an Apache Spark cluster. */
@NullMarked
package io.espalier.spark;

import org.jspecify.annotations.NullMarked;
