// SPDX-License-Identifier: Apache-2.0
/** Operators of TFLite as calls of kernels of C: begin with {@link io.espalier.lite.ccode.rule.Rules}. */
@org.jspecify.annotations.NullMarked
package io.espalier.lite.ccode.rule;
