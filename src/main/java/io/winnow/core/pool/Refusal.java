package io.winnow.core.pool;

/** Why a frame that was judged normal did not enter the pool, or left it. Doubles as a metric tag. */
public enum Refusal {
    /** It is not in the share of frames that are candidates. */
    NOT_DRAWN,
    /** The pool is full of frames that were drawn before it. */
    DRAWN_OUT,
    /** Its shift has contributed what one shift may. */
    SHIFT_LIMIT,
    /** Its camera setting has contributed what one setting may. */
    SETTING_LIMIT,
    /** The pool holds one that is almost the same. */
    NEAR_DUPLICATE,
    /** The pool holds the same image. */
    DUPLICATE,
    /** An operator says that it is defective. */
    CONFIRMED_DEFECT,
    /** The pool is full of frames that must stay. */
    FULL
}
