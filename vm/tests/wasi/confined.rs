//! That nothing leads out of the directories that were given, through the command itself.

use crate::guest::module;
use crate::world::Folder;
use std::fs;
use std::process::{Command, Output};

/// Runs such a program with directories of a folder.
fn run(folder: &Folder, body: &str, options: &[&str]) -> Output {
    // What is checked is given back as the code to end with.
    let text = module(body)
        .replace("(import \"test\" \"is\" (func $is (param i32 i32)))", "")
        .replace(
            "(import \"test\" \"is64\" (func $is64 (param i64 i64)))",
            "",
        )
        .replace("(import \"test\" \"native\" (global $native i32))", "")
        .replace(
            "(memory (export \"memory\") 2)",
            "(memory (export \"memory\") 2)
             (func $is (param i32 i32)
               (if (i32.ne (local.get 0) (local.get 1))
                 (then (call $proc_exit (i32.add (i32.const 100) (local.get 0))))))",
        );
    let file = folder.0.join("program.wat");
    fs::write(&file, text).expect("it can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_wasmscope"))
        .arg("run")
        .arg(&file)
        .args(options)
        .current_dir(&folder.0)
        .output()
        .expect("it can be started");
    fs::remove_file(file).expect("it can be removed");
    output
}

fn passes(folder: &Folder, body: &str, options: &[&str]) {
    let output = run(folder, body, options);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?} {error}", output.status);
}

#[test]
fn without_directories_there_are_no_files() {
    let body = r#"(call $is (call $try @"a.txt" #1 #0) #BADF)
      (call $is (call $fd_prestat_get #3 #0) #BADF)"#;
    passes(&Folder::new(), body, &[]);
}

#[cfg(unix)]
#[test]
fn no_path_leads_out_of_a_directory() {
    let folder = Folder::new();
    let absolute = folder.0.join("outside");
    let body = format!(
        r#"(call $is (call $try @"../outside" #1 #0) #NOTCAPABLE)
        (call $is (call $try @"../outside" #0 #1) #NOTCAPABLE)
        (call $is (call $try @"../made" #1 #1) #NOTCAPABLE)
        (call $is (call $try @"dir/../../outside" #1 #0) #NOTCAPABLE)
        (call $is (call $try @"{0}" #1 #0) #NOTCAPABLE)
        (call $is (call $try @"up" #1 #0) #NOTCAPABLE)
        (call $is (call $try @"up" #0 #0) #LOOP)
        (call $is (call $try @"up" #1 #8) #NOTCAPABLE)
        (call $is (call $try @"outdir/outside" #0 #0) #NOTCAPABLE)
        (call $is (call $try @"outdir" #1 #2) #NOTCAPABLE)
        (call $is (call $path_filestat_get #3 #1 @"up" #512) #NOTCAPABLE)
        (call $is (call $path_unlink_file #3 @"outdir/outside") #NOTCAPABLE)
        (call $is (call $path_link #3 #1 @"up" #3 @"mine") #NOTCAPABLE)
        (call $is (call $path_rename #3 @"outdir/outside" #3 @"mine") #NOTCAPABLE)
        (call $is (call $path_rename #3 @"a.txt" #3 @"outdir/made") #NOTCAPABLE)
        (call $is (call $path_create_directory #3 @"outdir/made") #NOTCAPABLE)
        (call $is (call $path_symlink @"{0}" #3 @"mine") #NOTCAPABLE)
        ;; One that it makes itself, to a place outside.
        (call $is (call $path_symlink @"../outside" #3 @"mine") #0)
        (call $is (call $try @"mine" #1 #0) #NOTCAPABLE)
        ;; A directory moved into another one takes no links out with it.
        (call $is (call $path_rename #3 @"dir" #4 @"dir") #0)
        (call $is (call $path_open #4 #1 @"dir/inner.txt" #0 %READ %0 #0 #0) #0)
        (call $is (call $path_rename #3 @"mine" #4 @"dir/mine") #0)
        (call $is (call $path_open #4 #1 @"dir/mine" #0 %READ %0 #0 #0) #NOENT)"#,
        absolute.display()
    );
    passes(&folder, &body, &["--dir", "inside::/", "--dir", "other"]);
    assert_eq!(fs::read(&absolute).unwrap(), b"secret");
    assert!(!folder.0.join("made").exists());
}

#[test]
fn a_directory_has_the_name_it_was_given() {
    let body = r#"(call $is (call $fd_prestat_dir_name #3 #1024 #64) #0)
      (call $same #1024 @"/data\00")
      (call $is (call $fd_prestat_dir_name #4 #1024 #64) #0)
      (call $same #1024 @"other\00")"#;
    passes(
        &Folder::new(),
        body,
        &["--dir", "inside::/data", "--dir=other"],
    );
}

#[test]
fn numbers_at_random_follow_from_a_seed() {
    let body = r#"(call $is (call $random_get #1024 #8) #0)
      (call $buffer #1024 #8)
      (call $is (call $fd_write #1 #128 #1 #8) #0)"#;
    let folder = Folder::new();
    let get = |options: &[&str]| run(&folder, body, options).stdout;
    assert_eq!(get(&["--seed", "5"]), get(&["--seed", "5"]));
    assert_ne!(get(&["--seed", "5"]), get(&["--seed", "6"]));
    assert_ne!(get(&[]), get(&[]));
}
