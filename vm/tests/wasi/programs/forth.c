/* A small Forth: reads programs from files that its arguments name, or from standard input.
   Numbers, + - * / mod = < >, dup drop swap over rot, . cr emit ." text", : name ... ;,
   if else then, begin until, do loop i, @ ! allot. Ends with the code that `bye` finds. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STACK = 256, WORDS = 256, CODE = 4096, CELLS = 1024 };
enum op {
  LIT, ADD, SUB, MUL, DIV, MOD, EQ, LT, GT, DUP, DROP, SWAP, OVER, ROT, DOT, CR, EMIT, SAY,
  CALL, RET, JZ, JMP, DO, LOOP, I, LOAD, STORE, BYE
};

static const char *names[] = {
  0, "+", "-", "*", "/", "mod", "=", "<", ">", "dup", "drop", "swap", "over", "rot", ".", "cr",
  "emit", 0, 0, 0, 0, 0, 0, 0, "i", "@", "!", "bye"
};

static long stack[STACK], loops[STACK], cells[CELLS];
static int top, depth, here, words, calls[STACK];
static long code[CODE];
static struct { char name[32]; int at; } dictionary[WORDS];
static char texts[CODE];
static int used;

static void fail(const char *what, const char *name) {
  fflush(stdout);
  fprintf(stderr, "forth: %s: %s\n", name, what);
  exit(2);
}

static void push(long value) {
  if (top == STACK) fail("the stack is full", "push");
  stack[top++] = value;
}

static long pop(void) {
  if (top == 0) fail("the stack is empty", "pop");
  return stack[--top];
}

static void run(int pc) {
  int nested = 0;
  for (;;) {
    long a, b, c;
    switch (code[pc++]) {
    case LIT: push(code[pc++]); break;
    case ADD: b = pop(), a = pop(), push(a + b); break;
    case SUB: b = pop(), a = pop(), push(a - b); break;
    case MUL: b = pop(), a = pop(), push(a * b); break;
    case DIV: b = pop(), a = pop(), push(b ? a / b : 0); break;
    case MOD: b = pop(), a = pop(), push(b ? a % b : 0); break;
    case EQ: b = pop(), a = pop(), push(-(a == b)); break;
    case LT: b = pop(), a = pop(), push(-(a < b)); break;
    case GT: b = pop(), a = pop(), push(-(a > b)); break;
    case DUP: a = pop(), push(a), push(a); break;
    case DROP: pop(); break;
    case SWAP: b = pop(), a = pop(), push(b), push(a); break;
    case OVER: b = pop(), a = pop(), push(a), push(b), push(a); break;
    case ROT: c = pop(), b = pop(), a = pop(), push(b), push(c), push(a); break;
    case DOT: printf("%ld ", pop()); break;
    case CR: putchar('\n'); break;
    case EMIT: putchar((int)pop()); break;
    case SAY: fputs(texts + code[pc++], stdout); break;
    case CALL:
      if (nested == STACK) fail("calls are nested too deeply", "call");
      calls[nested++] = pc + 1, pc = (int)code[pc];
      break;
    case RET: if (nested == 0) return; pc = calls[--nested]; break;
    case JZ: pc = pop() ? pc + 1 : (int)code[pc]; break;
    case JMP: pc = (int)code[pc]; break;
    case DO: loops[depth++] = pop(), loops[depth++] = pop(); break;
    case LOOP:
      if (++loops[depth - 2] < loops[depth - 1]) pc = (int)code[pc];
      else depth -= 2, pc++;
      break;
    case I: push(loops[depth - 2]); break;
    case LOAD: a = pop(), push(a >= 0 && a < CELLS ? cells[a] : 0); break;
    case STORE: a = pop(), b = pop(); if (a >= 0 && a < CELLS) cells[a] = b; break;
    case BYE: fflush(stdout); exit((int)pop());
    }
  }
}

static void emit(long value) {
  if (here == CODE) fail("the program is too long", "compile");
  code[here++] = value;
}

static void compile(FILE *file, const char *word, int *marks, int *marked) {
  char *end;
  long number;
  if (!strcmp(word, "if")) emit(JZ), marks[(*marked)++] = here, emit(0);
  else if (!strcmp(word, "else")) {
    emit(JMP), emit(0);
    code[marks[*marked - 1]] = here, marks[*marked - 1] = here - 1;
  } else if (!strcmp(word, "then")) code[marks[--*marked]] = here;
  else if (!strcmp(word, "begin")) marks[(*marked)++] = here;
  else if (!strcmp(word, "until")) emit(JZ), emit(marks[--*marked]);
  else if (!strcmp(word, "do")) emit(DO), marks[(*marked)++] = here;
  else if (!strcmp(word, "loop")) emit(LOOP), emit(marks[--*marked]);
  else if (!strcmp(word, ".\"")) {
    int letter;
    emit(SAY), emit(used);
    getc(file);
    while ((letter = getc(file)) != '"' && letter != EOF) texts[used++] = (char)letter;
    texts[used++] = 0;
  } else {
    for (int i = words; i-- > 0;)
      if (!strcmp(dictionary[i].name, word)) { emit(CALL), emit(dictionary[i].at); return; }
    for (int op = 0; op <= BYE; op++)
      if (names[op] && !strcmp(names[op], word)) { emit(op); return; }
    errno = 0;
    number = strtol(word, &end, 10);
    if (*end || errno) fail("there is no such word", word);
    emit(LIT), emit(number);
  }
}

static void load(FILE *file) {
  char word[64];
  int marks[STACK], marked = 0, defines = 0, begin;
  while (fscanf(file, "%63s", word) == 1) {
    if (!strcmp(word, ":")) {
      if (words == WORDS || fscanf(file, "%31s", dictionary[words].name) != 1) fail("no name", ":");
      dictionary[words].at = here, defines = 1, words++;
    } else if (!strcmp(word, ";")) emit(RET), defines = 0;
    else if (defines) compile(file, word, marks, &marked);
    else {
      begin = here;
      compile(file, word, marks, &marked);
      emit(RET);
      run(begin);
      here = begin;
    }
  }
}

int main(int count, char **args) {
  if (count < 2) {
    printf("ok> ");
    load(stdin);
  }
  for (int i = 1; i < count; i++) {
    FILE *file = fopen(args[i], "r");
    if (!file) fail(strerror(errno), args[i]);
    load(file);
    fclose(file);
  }
  return 0;
}
